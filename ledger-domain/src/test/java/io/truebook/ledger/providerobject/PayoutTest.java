package io.truebook.ledger.providerobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.providerobject.Payout.Status;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payouts: on their way, arrived as far as anybody knows, and back again. */
class PayoutTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String CLEARING = "provider:stripe:clearing";
    private static final String IN_TRANSIT = "provider:stripe:in_transit";
    private static final FactSource SOURCE = FactSource.first("stripe", "po_1", null, NOW);
    private static final Money AMOUNT = Money.of(1100, "EUR");
    private static final Failure CLOSED = new Failure("failed", "account_closed", null);

    private static final PayoutFact CREATED = new PayoutFact.Created(SOURCE, AMOUNT, NOW);
    private static final PayoutFact PAID = new PayoutFact.Paid(SOURCE);
    private static final PayoutFact FAILED = new PayoutFact.Failed(SOURCE, AMOUNT, CLOSED);
    private static final PayoutFact CANCELED = new PayoutFact.Canceled(SOURCE, AMOUNT);

    private Payout payout = Payout.UNHEARD_OF;
    private final Map<String, Long> books = new TreeMap<>();

    private static RecordPayout told(PayoutFact... facts) {
        return new RecordPayout("stripe:po_1", "stripe", List.of(facts), "webhook", NOW);
    }

    private int tell(PayoutFact... facts) {
        var events = payout.decide(told(facts));
        for (var event : events) {
            payout = payout.evolve(event);
            for (var posting : PayoutPostings.entryFor(event).postings()) {
                long sign = posting.side() == Side.DEBIT ? 1 : -1;
                books.merge(posting.account().value(), sign * posting.amount().minor(), Long::sum);
            }
        }
        return events.size();
    }

    @Test
    void is_in_transit_from_its_creation_and_stays_so_when_it_counts_as_paid() {
        tell(CREATED);
        assertThat(books).containsOnly(Map.entry(CLEARING, -1100L), Map.entry(IN_TRANSIT, 1100L));

        tell(CREATED, PAID);
        assertThat(books).containsOnly(Map.entry(CLEARING, -1100L), Map.entry(IN_TRANSIT, 1100L));
        assertThat(payout.status()).isEqualTo(Status.PAID);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void that_fails_is_back_whatever_was_heard_first_and_however_often(long seed) {
        var facts = new ArrayList<>(List.of(CREATED, PAID, FAILED, CREATED, PAID, FAILED));
        Collections.shuffle(facts, new Random(seed));

        facts.forEach(this::tell);

        assertThat(books.values()).containsOnly(0L);
        assertThat(payout.status()).isEqualTo(Status.FAILED);
        assertThat(payout.failure()).isEqualTo(CLOSED);
        assertThat(payout.amount()).isEqualTo(AMOUNT);
    }

    @Test
    void comes_back_once_whatever_its_end_is_called() {
        tell(CREATED, CANCELED);

        assertThat(tell(FAILED)).isZero();
        assertThat(books.values()).containsOnly(0L);
        assertThat(payout.status()).isEqualTo(Status.CANCELED);
    }

    @Test
    void collected_from_our_bank_goes_the_other_way() {
        tell(new PayoutFact.Created(SOURCE, AMOUNT.negated(), null));

        assertThat(books).containsOnly(Map.entry(CLEARING, 1100L), Map.entry(IN_TRANSIT, -1100L));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000_001L})
    void of_no_possible_amount_moves_nothing(long minor) {
        var amount = Money.of(minor, "EUR");

        int events =
                tell(
                        new PayoutFact.Created(SOURCE, amount, null),
                        new PayoutFact.Canceled(SOURCE, amount),
                        new PayoutFact.Failed(SOURCE, amount, CLOSED));

        assertThat(events).isZero();
        assertThat(books).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void that_the_bank_confirms_and_sends_back_nets_to_nothing_in_any_order(long seed) {
        var came = new PayoutFact.BankCredited(SOURCE, AMOUNT, "bke_1");
        var went = new PayoutFact.BankDebited(SOURCE, AMOUNT, "bke_2");
        var facts = new ArrayList<>(List.of(CREATED, came, FAILED, went, came, went, PAID));
        Collections.shuffle(facts, new Random(seed));

        facts.forEach(this::tell);

        assertThat(books).containsOnlyKeys(CLEARING, IN_TRANSIT, "platform:bank");
        assertThat(books.values()).containsOnly(0L);
    }

    @Test
    void is_at_the_bank_by_each_entry_once() {
        tell(CREATED, new PayoutFact.BankCredited(SOURCE, Money.of(700, "EUR"), "bke_1"));
        tell(new PayoutFact.BankCredited(SOURCE, Money.of(700, "EUR"), "bke_1"));
        tell(new PayoutFact.BankCredited(SOURCE, Money.of(400, "EUR"), "bke_2"));

        assertThat(books).containsEntry("platform:bank", 1100L).containsEntry(IN_TRANSIT, 0L);
        assertThat(tell(new PayoutFact.BankCredited(SOURCE, Money.of(-1, "EUR"), "bke_3")))
                .isZero();
    }

    @Test
    void is_wired_to_axon() {
        new AggregateTestFixture<>(PayoutAggregate.class)
                .givenNoPriorActivity()
                .when(told(CREATED, PAID))
                .expectEvents(Payout.UNHEARD_OF.decide(told(CREATED, PAID)).toArray());
    }
}
