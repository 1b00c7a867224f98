package io.truebook.api.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statements of our bank, and the payouts they confirm. */
@Tag("database")
class BankLegDbTest extends BankedLedger {

    @Test
    void a_credit_that_names_its_payout_is_booked_once_however_often_it_is_told() {
        paidOut("po_111000", 1_000);

        var first = upload(line("R1", "10.00", "STRIPE PO_111000"));
        var again = upload(line("R1", "10.00", "STRIPE PO_111000"));
        upload(line("R1", "10.00", "STRIPE PO_111000") + line("R2", "-3.00", "Rent"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.answer()).isEqualTo(first.answer());
        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        assertThat(ledger.posted("provider:stripe:in_transit")).isZero();
    }

    @Test
    void a_statement_that_came_before_its_payout_is_booked_by_the_next_run() {
        upload(line("", "10.00", "po_222000"));
        assertThat(ledger.posted("platform:bank")).isZero();

        paidOut("po_222000", 1_000);
        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
        assertThat(codes()).containsExactly("BANK_ONLY resolved");
    }

    @Test
    void what_a_crash_left_decided_is_booked_under_the_same_id() {
        paidOut("po_333000", 1_000);
        upload(line("", "10.00", "po_333000"));
        ledger.jdbc.sql("update truebook.bank_match set booked = false").update();

        leg.settle(LedgerFixture.TENANT);

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    /** It was booked and is counted once, though nobody has written down that it was. */
    @Test
    void what_a_crash_left_booked_takes_no_other_entry_for_its_return() {
        paidOut("po_333001", 1_000);
        upload(line("", "10.00", "po_333001"));
        ledger.jdbc.sql("update truebook.bank_match set booked = false").update();

        upload(line("", "-10.00", "Rent"));

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    @Test
    void an_old_statement_that_comes_late_is_matched_all_the_same() {
        paidOut("stripe", "po_333002", 1_000, LocalDate.of(2026, 2, 9));

        upload("DE02,2026-02-10,10.00,EUR,,po_333002\n");

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    @Test
    void many_at_once_book_a_payout_once() throws Exception {
        paidOut("po_444000", 1_000);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var told =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            upload(
                                                    line("R1", "10.00", "po_444000")
                                                            + line("X" + i, "-1.00", "fee"))))
                            .toList();
            for (var one : told) {
                one.get();
            }
        }

        assertThat(ledger.posted("platform:bank")).isEqualTo(1_000);
    }

    @Test
    void a_short_credit_is_booked_as_it_is_and_a_break_until_the_rest_comes() throws IOException {
        paidOut("po_555000", 1_000);
        upload(line("", "9.00", "po_555000") + line("C1", "3.00", "Somebody"));

        var reconciler = new ReconcilerFixture(ledger, LATER);
        var run = reconciler.run(Period.ofDays(DAY, DAY, ZoneOffset.UTC));

        assertThat(codes()).contains("BANK_SHORT open");
        assertThat(breaks())
                .filteredOn(found -> found.code().equals("BANK_SHORT"))
                .extracting(BreakRow::amountMinor)
                .containsExactly(-100L);
        var report = new String(reconciler.report(run.id()).bytes(Reports.Form.JSON), UTF_8);
        assertThat(report).contains("BANK_SHORT");
        var unmatched = new ByteArrayOutputStream();
        reconciler.report(run.id()).write(ReportSection.BANK_UNMATCHED, unmatched);
        assertThat(unmatched.toString(UTF_8))
                .contains(",DE02120300000000202051,2026-11-20,3.00,EUR");

        upload(line("", "1.00", "rest of po_555000"));
        reconciler.run(Period.ofDays(DAY.plusDays(1), DAY.plusDays(1), ZoneOffset.UTC));
        assertThat(codes()).contains("BANK_SHORT resolved");
        assertThat(ledger.posted("provider:stripe:in_transit")).isZero();
    }

    @Test
    void a_payout_that_came_back_leaves_nothing_on_its_way() {
        paidOut("po_666000", 1_000);
        upload(line("A", "10.00", "po_666000"));
        var back =
                FactSource.first(
                        "stripe", "po_666000", null, Instant.parse("2026-11-23T10:00:00Z"));
        tell(
                "po_666000",
                new PayoutFact.Failed(
                        back, Money.of(1_000, "EUR"), new Failure("failed", null, null)));

        upload(line("B", "-10.00", "RETURN po_666000"));

        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(ledger.posted("provider:stripe:in_transit")).isZero();
    }

    @Test
    void without_a_statement_no_payout_is_short() {
        paidOut("po_777000", 1_000);

        new ReconcilerFixture(ledger, LATER).run(Period.ofDays(DAY, DAY, ZoneOffset.UTC));

        assertThat(codes()).doesNotContain("BANK_SHORT open");
    }

    @Test
    void a_credit_nobody_explains_is_a_break_and_a_debit_is_none() {
        upload(line("A", "7.00", "who knows") + line("B", "-5.00", "rent"));
        upload(line("A", "7.00", "who knows") + line("B", "-5.00", "rent") + line("C", "-1", "x"));

        assertThat(breaks()).hasSize(1);
        assertThat(codes()).containsExactly("BANK_ONLY open");
        assertThat(breaks().getFirst().amountMinor()).isEqualTo(700);
    }

    @Test
    void another_tenants_statement_confirms_nothing_of_ours() {
        paidOut("po_888000", 1_000);

        imports.take("other", bytes(HEADER + line("", "10.00", "po_888000")), false, text -> text);

        assertThat(ledger.posted("platform:bank")).isZero();
        assertThat(codes()).isEmpty();
    }

    @Test
    void an_entry_told_again_with_another_amount_is_refused_whole() {
        upload(line("A", "7.00", "x"));

        assertThatThrownBy(() -> upload(line("B", "1.00", "y") + line("A", "8.00", "x")))
                .isInstanceOfSatisfying(
                        SettlementFileInvalid.class,
                        broken -> assertThat(broken.line()).isEqualTo(3));
        assertThat(
                        ledger.jdbc
                                .sql("select count(*) from truebook.bank_entry")
                                .query(Long.class)
                                .single())
                .isEqualTo(1);
    }

    @Test
    void what_may_not_be_kept_of_a_text_is_not() {
        UnaryOperator<String> scrubbed = text -> text.contains("4242") ? "(not kept)" : text;
        imports.take(
                LedgerFixture.TENANT,
                bytes(HEADER + line("A", "7.00", "4242424242424242")),
                false,
                scrubbed);

        assertThat(
                        ledger.jdbc
                                .sql("select words from truebook.bank_entry")
                                .query(String.class)
                                .list())
                .containsExactly("(not kept)");
    }
}
