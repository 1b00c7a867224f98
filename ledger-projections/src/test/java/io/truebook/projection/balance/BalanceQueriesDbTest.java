package io.truebook.projection.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent.ChargeAuthorized;
import io.truebook.ledger.payment.PaymentEvent.ChargeCaptured;
import io.truebook.projection.balance.BalanceQueries.Balance;
import io.truebook.projection.balance.PostingQueries.Cursor;
import io.truebook.projection.payment.PaymentJournal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands on the accounts is there with the event that moved it, and says as of when. */
@Tag("database")
class BalanceQueriesDbTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant EARLIER = Instant.parse("2026-11-19T23:00:00Z");
    private static final Evidence EVIDENCE =
            new Evidence("key", "ch_3Q", "pi_3Q", EARLIER, EARLIER, "webhook");
    private static final Answered ANSWERED = new Answered(List.of(), List.of());
    private static final Parties PARTIES = new Parties("m-1", "stripe");
    private static final String CLEARING = "provider:stripe:clearing";
    private static final String PAYABLE = "merchant:m-1:payable";

    private final PaymentJournal journal = new PaymentJournal();
    private final BalanceQueries balances = new BalanceQueries(journal.database.dataSource());
    private final PostingQueries postings = new PostingQueries(journal.database.dataSource());

    @AfterEach
    void drop() {
        journal.close();
    }

    @Test
    void a_hold_is_pending_and_inflows_are_not_available() {
        journal.append(authorized("ch_1", 1_000));

        assertThat(balances.of("default", CLEARING).orElseThrow().balances())
                .containsExactly(new Balance("EUR", 0, 0, 1_000, 0, 0, 0));
        assertThat(balances.of("default", PAYABLE).orElseThrow().balances())
                .containsExactly(new Balance("EUR", 0, 0, 0, 1_000, 0, 0));
    }

    @Test
    void a_capture_releases_the_hold_and_posts_the_amount() {
        journal.append(authorized("ch_1", 1_000));
        journal.append(captured("ch_1", 600, 1_000));

        var payable = balances.of("default", PAYABLE).orElseThrow();

        assertThat(payable.balances()).containsExactly(new Balance("EUR", 0, 600, 0, 0, 600, 600));
        assertThat(payable.account().normalSide()).isEqualTo("credit");
        assertThat(payable.account().type()).isEqualTo("liability");
        assertThat(payable.account().journalPosition()).isEqualTo(2);
    }

    @Test
    void an_account_of_another_tenant_is_not_there() {
        journal.append(authorized("ch_1", 1_000));

        assertThat(balances.of("other", CLEARING)).isEmpty();
        assertThat(balances.accounts("other", "", 10)).isEmpty();
        assertThat(postings.ofAccount("other", CLEARING, Cursor.NEWEST, 10)).isEmpty();
    }

    @Test
    void accounts_are_listed_by_name_page_by_page() {
        journal.append(authorized("ch_1", 1_000));

        var first = balances.accounts("default", "", 1);

        assertThat(first).extracting("name").containsExactly(PAYABLE);
        assertThat(balances.accounts("default", PAYABLE, 5))
                .extracting("name")
                .containsExactly(CLEARING);
    }

    @Test
    void postings_are_listed_newest_first_with_the_balance_each_led_to() {
        for (int i = 1; i <= 3; i++) {
            journal.append(captured("ch_" + i, i * 100L, 0));
        }

        var page = postings.ofAccount("default", CLEARING, Cursor.NEWEST, 2);
        journal.append(captured("ch_4", 400, 0));
        var last = page.getLast();
        var rest =
                postings.ofAccount("default", CLEARING, new Cursor(last.position(), last.leg()), 2);

        assertThat(page).extracting("amount").containsExactly(300L, 200L);
        assertThat(page).extracting("balance").containsExactly(600L, 300L);
        assertThat(rest).extracting("balance").containsExactly(100L);
        assertThat(rest.getFirst().effectiveAt()).isEqualTo(EARLIER);
    }

    @Test
    void the_entries_of_a_payment_are_listed_in_order() {
        journal.append(authorized("ch_1", 1_000));
        journal.append(authorized("ch_2", 5));
        journal.append(captured("ch_1", 1_000, 1_000));

        assertThat(postings.ofAggregate("default", "ch_1"))
                .extracting("layer")
                .containsExactly(
                        "hold", "hold", "hold_release", "hold_release", "posted", "posted");
    }

    private static ChargeAuthorized authorized(String charge, long minor) {
        return new ChargeAuthorized(charge, AT, EVIDENCE, ANSWERED, PARTIES, eur(minor), false);
    }

    private static ChargeCaptured captured(String charge, long minor, long releasedHold) {
        return new ChargeCaptured(
                charge, AT, EVIDENCE, ANSWERED, PARTIES, eur(minor), eur(releasedHold), false);
    }

    private static Money eur(long minor) {
        return Money.of(minor, "EUR");
    }
}
