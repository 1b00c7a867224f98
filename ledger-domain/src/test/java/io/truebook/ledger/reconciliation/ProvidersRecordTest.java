package io.truebook.ledger.reconciliation;

import static io.truebook.ledger.reconciliation.Followed.EUR_10;
import static io.truebook.ledger.reconciliation.Followed.after;
import static io.truebook.ledger.reconciliation.Followed.at;
import static io.truebook.ledger.reconciliation.Followed.done;
import static io.truebook.ledger.reconciliation.Followed.heard;
import static io.truebook.ledger.reconciliation.Followed.requested;
import static io.truebook.ledger.reconciliation.Followed.says;
import static io.truebook.ledger.reconciliation.Teller.CALL;
import static io.truebook.ledger.reconciliation.Teller.RECORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.OperationNews.NotConfirmed;
import io.truebook.ledger.reconciliation.Reconciliation.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer nobody has confirmed in time: the provider is asked for its record of it. */
class ProvidersRecordTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Followed it = new Followed();

    @Test
    void the_providers_record_ends_it_without_a_break() {
        it.tell(requested(), done(CALL, SECOND), at(DAY.plus(SECOND)));

        it.tell(heard(says(RECORDS, EUR_10, DAY.plus(SECOND))));

        assertThat(it.did()).doesNotContain("open MISSING_AT_PROVIDER");
        assertThat(it.state).isInstanceOf(Ended.class);
    }

    @Test
    void a_record_of_another_amount_is_a_break_for_a_person() {
        it.tell(requested(), done(CALL, SECOND), at(DAY.plus(SECOND)));

        it.tell(heard(says(RECORDS, Money.of(900, "EUR"), DAY.plus(SECOND))));

        assertThat(it.did()).last().isEqualTo("open AMOUNT_MISMATCH");
        assertThat(it.state).isInstanceOf(Ended.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_reply_that_does_not_confirm_it_is_a_break_at_once_and_once(Reply reply) {
        var later = DAY.plus(SECOND);
        it.tell(requested(), done(CALL, SECOND), at(later));

        it.tell(new NotConfirmed("op_1", reply, after(later)), at(later));
        it.tell(new NotConfirmed("op_1", reply, after(later)), at(DAY.multipliedBy(9)));

        assertThat(it.did()).containsExactly("ask", "open MISSING_AT_PROVIDER");
    }

    @Test
    void the_provider_is_asked_once_and_not_before_the_callbacks_time_is_up() {
        it.tell(requested(), done(CALL, SECOND), at(DAY));
        assertThat(it.did()).isEmpty();

        it.tell(at(DAY.plus(SECOND)), at(DAY.multipliedBy(2)), at(DAY.multipliedBy(4)));

        assertThat(it.did()).containsExactly("ask", "open MISSING_AT_PROVIDER");
    }
}
