package io.truebook.ledger.accountmovement;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.account.Side;
import io.truebook.ledger.accountmovement.AccountMovementCommand.Kind;
import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.FactSource;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a provider moves for no payment: each movement once. */
class AccountMovementTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String CLEARING = "provider:stripe:clearing";
    private static final String RESERVE = "provider:stripe:reserve";

    private AccountMovement movement = AccountMovement.UNHEARD_OF;
    private final Map<String, Long> books = new TreeMap<>();

    private int tell(long minor) {
        return tell(Kind.RESERVE, minor);
    }

    private int tell(Kind kind, long minor) {
        var source = FactSource.first("stripe", "txn_9", null, NOON);
        var key = AccountMovementCommand.keyOf("stripe", "txn_9");
        var amount = Money.of(minor, "EUR");
        var events =
                movement.decide(new RecordMovement(key, kind, source, amount, "settlement", NOON));
        for (var event : events) {
            movement = movement.evolve(event);
            for (var posting : AccountMovementPostings.entryFor(event).postings()) {
                long sign = posting.side() == Side.DEBIT ? 1 : -1;
                books.merge(posting.account().value(), sign * posting.amount().minor(), Long::sum);
            }
        }
        return events.size();
    }

    @Test
    void leaves_our_balance_when_it_is_held_back_once_whatever_is_said_later() {
        assertThat(tell(-5_000)).isOne();
        assertThat(tell(-5_000)).isZero();
        assertThat(tell(-4_000)).isZero();

        assertThat(books).containsOnly(Map.entry(CLEARING, -5_000L), Map.entry(RESERVE, 5_000L));
    }

    @Test
    void is_in_our_balance_again_when_it_is_given_back() {
        tell(3_000);

        assertThat(books).containsOnly(Map.entry(CLEARING, 3_000L), Map.entry(RESERVE, -3_000L));
    }

    @Test
    void is_a_cost_where_it_is_a_fee_of_the_account() {
        assertThat(tell(Kind.FEE, -200)).isOne();
        assertThat(tell(Kind.FEE, -200)).isZero();

        assertThat(books)
                .containsOnly(Map.entry(CLEARING, -200L), Map.entry("provider:stripe:fees", 200L));
    }

    @Test
    void of_nothing_or_of_an_impossible_amount_is_not_booked() {
        assertThat(tell(0)).isZero();
        assertThat(tell(Long.MIN_VALUE + 1)).isZero();
        assertThat(movement).isEqualTo(AccountMovement.UNHEARD_OF);
    }
}
