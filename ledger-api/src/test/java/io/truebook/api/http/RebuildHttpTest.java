package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.rebuild.Projections;
import io.truebook.projection.rebuild.RebuildRefused;
import io.truebook.projection.rebuild.RebuildReport;
import io.truebook.projection.store.EventJson;
import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each projection is rebuilt under a running application of its own, which must not notice. */
@Tag("database")
class RebuildHttpTest {

    private static Ledger ledger;
    private static JdbcClient owner;

    @BeforeAll
    static void start() {
        ledger = new Ledger(TestDatabase.fresh());
        owner = JdbcClient.create(ledger.database.ownerDataSource());
    }

    @AfterAll
    static void stop() {
        ledger.close();
        ledger.database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "postings, posting",
        "balances, account_balance",
        "totals, posting_total",
        "items, open_item",
        "payments, payment_summary refund_summary dispute_summary",
        "references, provider_reference",
        "operations, provider_operation"
    })
    void a_projection_is_rebuilt_while_charges_continue(String projection, String names)
            throws Exception {
        var tables = List.of(names.split(" "));
        var shape = shape(tables);

        var report = underLoad(() -> rebuild(projection, false));

        assertThat(report.first()).as(projection).isEmpty();
        assertThat(report.swapped()).isTrue();
        assertThat(report.held()).isLessThan(Duration.ofSeconds(3));
        assertThat(shape(tables)).isEqualTo(shape);
        assertNothingDiffers(projection);
        var old = rows(tables);
        assertThat(rebuild(projection, false).differences()).isZero();
        assertThat(rows(tables)).as("row by row").isEqualTo(old);
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postings   | posting amount_minor is | alter table posting disable trigger append_only; update posting set amount_minor = amount_minor + 1 where leg = 0
                    postings   | posting is missing      | alter table posting disable trigger append_only; delete from posting where global_index % 2 = 0
                    balances   | account_balance version | update account_balance set version = version + 1
                    balances   | account_balance is miss | truncate account_balance
                    balances   | account_balance is not  | drop table account_balance
                    payments   | payment_summary status  | update payment_summary set status = 'lost'
                    payments   | refund_summary is missi | truncate refund_summary
                    payments   | dispute_summary is miss | truncate dispute_summary
                    payments   | payment_summary is not  | drop table payment_summary
                    references | provider_reference is m | delete from provider_reference
                    references | provider_reference foll | insert into provider_reference values ('stripe', 'charge', 'x', 'default', 'ch_x')
                    operations | provider_operation stat | update provider_operation set state = 'closed'
                    operations | provider_operation is m | truncate provider_operation
                    totals     | posting_total follows f | insert into posting_total select account_id, 'EUR', now(), -1, 'default', 0, 0, 0, 0, 0, now(), now() from account limit 1
                    totals     | posting_total is not th | drop table posting_total
                    """)
    void what_was_damaged_is_named_and_comes_back(String projection, String what, String damage)
            throws SQLException {
        pay(3);
        assertNothingDiffers(projection);
        behindOurBack(damage);

        var named = rebuild(projection, true);
        var repaired = rebuild(projection, false);

        assertThat(withoutKeys(named.first().orElse(""))).startsWith(what);
        assertThat(named.swapped()).isFalse();
        assertThat(repaired.differences()).isPositive();
        assertNothingDiffers(projection);
        pay(1);
        assertThat(ledger.get("/v1/integrity").at("status")).isEqualTo("sound");
    }

    @Test
    void charges_are_refused_without_their_postings_and_go_on_when_they_are_back()
            throws SQLException {
        behindOurBack("drop table posting");
        var refused = charge("gone-" + Ledger.letters());

        rebuild("postings", false);

        assertThat(refused.status()).isIn(202, 503);
        pay(2);
        assertNothingDiffers("postings");
    }

    @Test
    void what_a_killed_run_has_left_is_taken_away_and_a_second_run_is_refused() throws Exception {
        behindOurBack("create table truebook_rebuild.posting (x int)");
        behindOurBack("create table truebook_replaced.account_balance (x int)");
        assertThat(rebuild("balances", false).swapped()).isTrue();
        assertThat(
                        owner.sql(
                                        "select count(*) from pg_tables where schemaname in"
                                                + " ('truebook_rebuild', 'truebook_replaced')")
                                .query(Long.class)
                                .single())
                .isZero();

        try (var other = ledger.database.ownerDataSource().getConnection();
                var statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(x'74727565626f6f6b'::bit(64)::bigint)");
            assertThatThrownBy(() -> rebuild("balances", false))
                    .isInstanceOf(RebuildRefused.class)
                    .hasMessageContaining("Another rebuild");
        }
        assertThatThrownBy(() -> rebuild("charges", false)).isInstanceOf(RebuildRefused.class);
    }

    @Test
    void a_table_in_use_for_long_is_waited_for_without_keeping_charges_waiting() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var reader = ledger.database.ownerDataSource().getConnection();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("lock table account_balance in access share mode");
            assertThat(rebuild("balances", true).first()).isEmpty();

            var rebuilt = threads.submit(() -> rebuild("balances", false));
            pay(5);
            assertThat(rebuilt.isDone()).isFalse();
            reader.rollback();

            assertThat(rebuilt.get().swapped()).isTrue();
        }
    }

    private RebuildReport rebuild(String projection, boolean compareOnly) throws SQLException {
        return Projections.rebuild(
                        projection,
                        ledger.database.ownerDataSource(),
                        new EventJson(PaymentEvents.TYPES),
                        _ -> {})
                .run(compareOnly);
    }

    /** The list of payments follows a moment later; nothing is compared that is on its way. */
    private void assertNothingDiffers(String projection) {
        Awaitility.await(projection)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    var report = rebuild(projection, true);
                    assertThat(report.first()).isEmpty();
                    assertThat(report.behind())
                            .isLessThanOrEqualTo(projection.matches("totals|items") ? 4095 : 0);
                });
    }

    /** What a client is refused meanwhile, it throws. */
    private RebuildReport underLoad(Callable<RebuildReport> work) throws Exception {
        var stop = new AtomicBoolean();
        var paid = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                clients.add(
                        threads.submit(() -> {
                            while (!stop.get()) {
                                pay(1);
                                paid.incrementAndGet();
                            }
                        }));
            }
            Awaitility.await().until(() -> paid.get() > 8);
            var report = work.call();
            int then = paid.get();
            Awaitility.await().until(() -> paid.get() > then + 8);
            stop.set(true);
            for (var client : clients) {
                client.get();
            }
            return report;
        } finally {
            stop.set(true);
        }
    }

    /** Charges that are captured, and refunds and disputes, each of them answered. */
    private void pay(int charges) {
        for (int i = 0; i < charges; i++) {
            var answer = charge("rebuild-" + Ledger.letters());
            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
            var id = answer.at("id");
            ledger.report(id, id, Said.captured(id, 1_000));
            var wish = "{\"charge\": \"" + id + "\", \"amount\": 10}";
            var refund = post("rebuild-" + Ledger.letters(), "/v1/refunds", wish);
            assertThat(refund.status()).as(refund.text()).isEqualTo(202);
            ledger.report(id, id, Said.withdrawn("dp_" + id, id, 900));
        }
    }

    private Ledger.Answer charge(String transaction) {
        return post(
                transaction,
                "/v1/charges",
                """
                {"amount": 1000, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic", "reference": "r-1"}
                """);
    }

    private Ledger.Answer post(String transaction, String path, String json) {
        return ledger.post(transaction, path, json, "Prefer", "wait=0");
    }

    private static String withoutKeys(String difference) {
        return difference.replaceAll(" \\w+=\\S+( \\d\\d:\\S+)?", "").replace(":", "");
    }

    private void behindOurBack(String damage) throws SQLException {
        try (var superuser = ledger.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute("set search_path = truebook");
            statement.execute(damage);
        }
    }

    private List<String> rows(List<String> tables) {
        return tables.stream()
                .flatMap(table ->
                        owner
                                .sql(
                                        "select t::text from truebook.%s t order by 1"
                                                .formatted(table))
                                .query(String.class)
                                .list()
                                .stream())
                .toList();
    }

    /** Columns, constraints, indexes, triggers, owner, grants and storage of the tables. */
    private List<String> shape(List<String> tables) {
        return tables.stream()
                .flatMap(table ->
                        owner.sql(SHAPE).param("table", table).query(String.class).list().stream())
                .toList();
    }

    private static final String SHAPE =
            """
            with t as (select * from pg_class where oid = to_regclass('truebook.' || :table))
            select 'owner ' || relowner || ' ' || coalesce(relacl::text, '')
                || coalesce(reloptions::text, '') from t
            union all
            select 'column ' || concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
                attcollation, pg_get_expr(adbin, adrelid), col_description(t.oid, attnum))
            from pg_attribute a join t on t.oid = attrelid
            left join pg_attrdef on adrelid = t.oid and adnum = attnum where attnum > 0
            union all
            select 'constraint ' || conname || pg_get_constraintdef(c.oid)
            from pg_constraint c join t on t.oid = conrelid
            union all
            select 'index ' || pg_get_indexdef(indexrelid) from pg_index join t on t.oid = indrelid
            union all
            select 'trigger ' || tgenabled::text || pg_get_triggerdef(g.oid)
            from pg_trigger g join t on t.oid = tgrelid
            order by 1
            """;
}
