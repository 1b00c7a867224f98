package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.projection.reconciliation.BankMatches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person's word that an entry is not the payout it was taken for. */
@Tag("database")
class BankUnmatchDbTest extends BankedLedger {

    @Test
    void what_was_matched_by_amount_can_be_taken_back_and_is_another_payouts_then() {
        paidOut("po_888001", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        var entry = entryId();

        leg.unmatch(LedgerFixture.TENANT, entry, "po_888001", "ann", "It is the rent");
        leg.unmatch(LedgerFixture.TENANT, entry, "po_888001", "ann", "It is the rent");
        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(ledger.posted("provider:stripe:in_transit")).isEqualTo(1_000);

        paidOut("po_888002", 1_000);
        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        assertThat(
                        ledger.jdbc
                                .sql("select payout_id from truebook.bank_match")
                                .query(String.class)
                                .list())
                .containsExactly("po_888002");
        leg.unmatch(LedgerFixture.TENANT, entry, "po_888002", "ann", "Nor that");
        leg.settle(LedgerFixture.TENANT);
        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(codes()).contains("BANK_ONLY open");
    }

    @Test
    void what_a_crash_left_taken_back_is_booked_back_once() {
        paidOut("po_888003", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        leg.unmatch(LedgerFixture.TENANT, entryId(), "po_888003", "ann", "It is the rent");
        ledger.jdbc.sql("update truebook.bank_unmatch set booked = false").update();

        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(ledger.posted("provider:stripe:in_transit")).isEqualTo(1_000);
    }

    @Test
    void what_the_bank_itself_names_is_not_taken_back() {
        paidOut("po_888004", 1_000);
        upload(line("R1", "10.00", "PO_888004"));
        var entry = entryId();

        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, entry, "po_888004", "ann", "No"))
                .hasMessageContaining("bank_entry_names_payout");
        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, entry, "po_9", "ann", "No"))
                .hasMessageContaining("bank_entry_not_matched");
        assertThatThrownBy(() -> leg.unmatch(LedgerFixture.TENANT, "bke_0", "po_9", "ann", "No"))
                .hasMessageContaining("bank_entry_not_found");
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    @Test
    void of_payouts_with_one_id_at_two_accounts_each_can_be_taken_back() {
        paidOut("batch-7-EUR", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        var entry = entryId();
        leg.unmatch(LedgerFixture.TENANT, entry, "batch-7-EUR", "ann", "It is the rent");
        paidOut("stripe-eu", "batch-7-EUR", 1_000);
        leg.settle(LedgerFixture.TENANT);
        assertThat(ledger.posted("provider:stripe-eu:in_transit")).isZero();

        leg.unmatch(LedgerFixture.TENANT, entry, "batch-7-EUR", "ann", "It is the rent");

        assertThat(ledger.posted("provider:stripe:in_transit")).isEqualTo(1_000);
        assertThat(ledger.posted("provider:stripe-eu:in_transit")).isEqualTo(1_000);
        assertThat(ledger.posted("platform:bank")).isZero();
    }

    @Test
    void an_answer_to_the_match_that_was_does_not_book_the_one_that_is() {
        paidOut("po_888005", 1_000);
        upload(line("R1", "10.00", "Customer 17"));
        var matches = new BankMatches(ledger.database.dataSource(), 2);
        ledger.jdbc.sql("update truebook.bank_match set booked = false").update();
        var late = matches.unbooked(LedgerFixture.TENANT).getFirst();
        leg.unmatch(LedgerFixture.TENANT, entryId(), "po_888005", "ann", "It is the rent");
        paidOut("po_888006", 1_000);
        matches.decide(LedgerFixture.TENANT, LATER.instant());

        matches.booked(late);

        leg.settle(LedgerFixture.TENANT);
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    private String entryId() {
        return ledger.jdbc
                .sql("select entry_id from truebook.bank_entry")
                .query((row, _) -> row.getString(1))
                .single();
    }
}
