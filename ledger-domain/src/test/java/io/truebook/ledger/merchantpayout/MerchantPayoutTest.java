package io.truebook.ledger.merchantpayout;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.decision.Decision.Accepted;
import io.truebook.ledger.decision.Decision.Rejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.merchantpayout.MerchantPayout.Known;
import io.truebook.ledger.merchantpayout.MerchantPayout.Status;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payouts to merchants: set aside, paid, failed, and every second thought of a bank. */
class MerchantPayoutTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String ID = "mpo_1";
    private static final String PAYABLE = "merchant:m-1:payable";
    private static final String IN_TRANSIT = "merchant:m-1:payout_in_transit";
    private static final String BANK = "platform:bank";
    private static final RequestMerchantPayout REQUEST =
            new RequestMerchantPayout(
                    ID,
                    "default",
                    TransactionId.ofClient("p-1"),
                    "m-1",
                    Money.of(5000, "EUR"),
                    Personal.NONE,
                    NOW);

    private MerchantPayout payout = new MerchantPayout.Unheard();
    private final Map<String, Long> books = new TreeMap<>();

    private static RecordMerchantPayoutPaid paid(@Nullable String reference) {
        return new RecordMerchantPayoutPaid(
                ID, "default", new ToldOfPayout(reference, NOW, "operator"), NOW);
    }

    private static RecordMerchantPayoutFailed failed(@Nullable String reference) {
        var told = new ToldOfPayout(reference, NOW, "operator");
        return new RecordMerchantPayoutFailed(
                ID, "default", told, PayoutFailure.ACCOUNT_CLOSED, NOW);
    }

    /** How many events came of it. */
    private int tell(MerchantPayoutCommand command) {
        if (!(payout.decide(command) instanceof Accepted(var events))) {
            throw new AssertionError("Refused: " + command);
        }
        for (var event : events) {
            payout = payout.evolve(event);
            for (var posting : MerchantPayoutPostings.entryFor(event).postings()) {
                long sign = posting.side() == Side.DEBIT ? 1 : -1;
                books.merge(posting.account().value(), sign * posting.amount().minor(), Long::sum);
            }
        }
        return events.size();
    }

    private Status status() {
        return ((Known) payout).status();
    }

    @Test
    void sets_the_amount_aside_when_it_is_asked_for() {
        tell(REQUEST);

        assertThat(books).containsOnly(Map.entry(PAYABLE, 5000L), Map.entry(IN_TRANSIT, -5000L));
        assertThat(tell(REQUEST)).isZero();
    }

    @Test
    void leaves_our_bank_when_it_is_paid_once() {
        tell(REQUEST);
        tell(paid(null));

        assertThat(tell(paid(null))).isZero();
        assertThat(books).containsEntry(IN_TRANSIT, 0L).containsEntry(BANK, -5000L);
    }

    @Test
    void is_the_merchants_again_when_it_fails() {
        tell(REQUEST);
        tell(failed(null));

        assertThat(tell(failed(null))).isZero();
        assertThat(books).containsEntry(IN_TRANSIT, 0L).containsEntry(PAYABLE, 0L);
        assertThat(((Known) payout).failure()).isEqualTo(PayoutFailure.ACCOUNT_CLOSED);
    }

    @Test
    void that_fails_after_it_was_paid_is_the_exact_reverse() {
        tell(REQUEST);
        tell(paid(null));
        tell(failed("RETURN-1"));

        assertThat(status()).isEqualTo(Status.FAILED);
        assertThat(books.values()).containsOnly(0L);
    }

    @Test
    void that_is_told_against_its_status_needs_the_name_of_the_movement() {
        tell(REQUEST);
        tell(paid(null));
        assertThat(payout.decide(failed(null))).isEqualTo(unnamed("paid"));
        tell(failed("RETURN-1"));

        assertThat(payout.decide(paid(null))).isEqualTo(unnamed("failed"));
        assertThat(books.values()).containsOnly(0L);
        assertThat(tell(paid("NTRF-2"))).isOne();
        assertThat(books).containsEntry(BANK, -5000L);
    }

    private static Rejected<MerchantPayoutEvent> unnamed(String counts) {
        return new Rejected<>(
                Rejection.BANK_REFERENCE_MISSING, "It counts as " + counts + ": name the movement");
    }

    @Test
    void that_is_paid_after_it_had_failed_is_booked_late() {
        tell(REQUEST);
        tell(failed(null));
        tell(paid("NTRF-1"));

        assertThat(status()).isEqualTo(Status.PAID);
        assertThat(((Known) payout).failure()).isNull();
        assertThat(books)
                .containsOnly(
                        Map.entry(PAYABLE, 5000L),
                        Map.entry(IN_TRANSIT, 0L),
                        Map.entry(BANK, -5000L));
    }

    @Test
    void that_comes_back_twice_is_told_apart_by_the_banks_reference() {
        tell(REQUEST);
        tell(paid("A"));
        tell(failed("B"));
        tell(paid("C"));

        assertThat(tell(failed("B"))).isZero();
        assertThat(tell(failed("D"))).isOne();
        assertThat(books.values()).containsOnly(0L);
    }

    @Test
    void of_another_tenant_or_never_asked_for_is_not_there() {
        assertThat(payout.decide(paid(null)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(Rejection.MERCHANT_PAYOUT_NOT_FOUND));
        tell(REQUEST);

        var foreign =
                new RecordMerchantPayoutPaid(
                        ID, "other", new ToldOfPayout(null, NOW, "operator"), NOW);

        assertThat(payout.decide(foreign)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void books_what_its_status_says_whatever_is_told_in_whatever_order(long seed) {
        var random = new Random(seed);
        tell(REQUEST);
        for (int i = 0; i < 200; i++) {
            boolean first = status() == Status.REQUESTED;
            var reference = first && random.nextBoolean() ? null : "R" + random.nextInt(40);
            tell(random.nextBoolean() ? paid(reference) : failed(reference));

            boolean paid = status() == Status.PAID;
            assertThat(books)
                    .containsEntry(IN_TRANSIT, 0L)
                    .containsEntry(PAYABLE, paid ? 5000L : 0L);
            assertThat(books.getOrDefault(BANK, 0L)).isEqualTo(paid ? -5000L : 0L);
        }
    }
}
