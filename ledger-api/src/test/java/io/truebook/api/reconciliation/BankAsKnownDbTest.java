package io.truebook.api.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.KnownBy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the bank had said by an earlier time. */
@Tag("database")
class BankAsKnownDbTest extends BankedLedger {

    @Test
    void an_entry_that_came_later_is_not_seen() {
        paidOut("po_999001", 1_000);
        var early = Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC);
        importsAt(early)
                .take(
                        LedgerFixture.TENANT,
                        bytes(HEADER + line("R1", "1.00", "Interest")),
                        false,
                        text -> text);
        var then = new KnownBy(head(), Instant.parse("2026-11-25T12:00:00Z"));
        var reconciler = new ReconcilerFixture(ledger, LATER);
        var period = Period.ofDays(DAY, DAY, ZoneOffset.UTC);
        var before = reconciler.run(period, then);

        upload(line("R2", "10.00", "po_999001"));
        var again = reconciler.run(period, then);

        assertThat(again).isEqualTo(before);
        assertThat(new String(reconciler.report(again.id()).bytes(Reports.Form.JSON), UTF_8))
                .contains("BANK_SHORT");
        assertThat(reconciler.run(period).id()).isNotEqualTo(again.id());
        assertThat(codes()).doesNotContain("BANK_SHORT open");
    }

    private long head() {
        return ledger.jdbc
                .sql("select last_index from truebook.ledger_head")
                .query(Long.class)
                .single();
    }
}
