package io.truebook.projection.store;

import static io.truebook.projection.store.Appends.CLEARING;
import static io.truebook.projection.store.Appends.PAYABLE;
import static io.truebook.projection.store.JournalWriterDbTest.change;
import static io.truebook.projection.store.JournalWriterDbTest.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.journal.JournalEntry;
import io.truebook.ledger.money.Money;
import io.truebook.projection.store.AppendResult.Appended;
import io.truebook.projection.store.AppendResult.Duplicate;
import io.truebook.projection.store.AppendResult.Refused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No client's command passes an account limit, whatever the concurrency; facts always do. */
@Tag("database")
class AccountLimitsDbTest {

    private final StoreFixture store = new StoreFixture();
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void a_limited_posting_beyond_the_floor_is_refused_for_ever() {
        store.writer.append(change("ch_1", "t-1", 100));
        floorOfPayable(0);

        var result = store.writer.append(withdrawal("re_1", "t-2", 101));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal().reason())
                                        .isEqualTo(Rejection.ACCOUNT_LIMIT_EXCEEDED));
        assertThat(
                        text(
                                "select rejection from truebook.transaction_register"
                                        + " where transaction_id = 't-2'"))
                .isEqualTo("ACCOUNT_LIMIT_EXCEEDED");
        assertThat(store.writer.append(withdrawal("re_1", "t-2", 1))).isInstanceOf(Duplicate.class);
    }

    @Test
    void many_at_once_never_pass_the_floor() throws Exception {
        store.writer.append(change("ch_1", "t-1", 1_000));
        floorOfPayable(0);

        var results =
                together(50, i -> () -> store.writer.append(withdrawal("re_" + i, "w" + i, 30)));

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(33);
        assertThat(results).filteredOn(Refused.class::isInstance).hasSize(17);
        assertThat(
                        number(
                                "select min(available_minor) from truebook.posting p join"
                                        + " truebook.account a using (account_id)"
                                        + " where a.name = 'merchant:m-1:payable'"))
                .isEqualTo(10);
        assertThat(
                        number(
                                "select sum(posted_debits) from truebook.account_balance join"
                                        + " truebook.account a using (account_id)"
                                        + " where a.name = 'merchant:m-1:payable'"))
                .isEqualTo(33 * 30);
    }

    @Test
    void many_at_once_never_take_more_than_there_is_without_any_floor() throws Exception {
        store.writer.append(change("ch_1", "t-1", 1_000));

        var results = together(50, i -> () -> store.writer.append(covered("mpo_" + i, "w" + i)));

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(33);
        assertThat(results)
                .filteredOn(Refused.class::isInstance)
                .hasSize(17)
                .allSatisfy(result ->
                        assertThat(((Refused) result).refusal().reason())
                                .isEqualTo(Rejection.PAYOUT_EXCEEDS_AVAILABLE));
    }

    private static Append covered(String aggregate, String transaction) {
        var entry = JournalEntry.transfer(Money.of(30, "EUR"), PAYABLE, CLEARING, aggregate);
        return Appends.to(aggregate)
                .transaction(transaction)
                .event(0)
                .posted(entry, Limits.COVERED)
                .build();
    }

    @Test
    void a_fact_is_booked_beyond_the_floor() {
        store.writer.append(change("ch_1", "t-1", 100));
        floorOfPayable(0);

        var fact = Appends.to("re_1").transaction("t-2").event(0);
        var result = store.writer.append(fact.posted(150, PAYABLE, CLEARING, false).build());

        assertThat(result).isInstanceOf(Appended.class);
    }

    @Test
    void a_balance_that_would_overflow_is_refused_and_nothing_wraps() {
        store.writer.append(change("ch_1", "t-1", Long.MAX_VALUE - 5));

        var result = store.writer.append(change("ch_2", "t-2", 6));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.refusal().reason())
                                        .isEqualTo(Rejection.BALANCE_OVERFLOW));
        assertThat(store.writer.append(change("ch_3", "t-3", 5))).isInstanceOf(Appended.class);
    }

    private Append withdrawal(String aggregate, String transaction, long minor) {
        return Appends.to(aggregate)
                .transaction(transaction)
                .event(0)
                .posted(minor, PAYABLE, CLEARING, true)
                .build();
    }

    private void floorOfPayable(long minor) {
        jdbc.sql("update truebook.account set floor_minor = ? where name = ?")
                .params(minor, PAYABLE.value())
                .update();
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }
}
