package io.truebook.projection.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.Recorded.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A transaction id has at most one effect and one answer, on one node and on two. */
@Tag("database")
class TransactionRegisterDbTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final TransactionKey KEY = TransactionKey.ofClient("default", "t-1");
    private static final RequestFields FIELDS = fields("amount", "h1", "currency", "h2");

    private final StoreFixture store = new StoreFixture();
    private final TransactionRegister register =
            // Waiters rely on being woken: they would look again by themselves only after an hour.
            new TransactionRegister(store.database.dataSource(), store.writer, Duration.ofHours(1));

    @AfterEach
    void drop() {
        store.close();
    }

    @Nested
    class Admitting {

        @Test
        void a_new_id_belongs_to_the_first() {
            assertThat(register.admit(KEY, FIELDS, SOON)).isInstanceOf(Admission.First.class);
        }

        @Test
        void the_same_request_is_a_repeat_once_its_intent_is_durable() {
            intent();

            assertThat(register.admit(KEY, FIELDS, SOON))
                    .isInstanceOfSatisfying(
                            Admission.Repeat.class,
                            repeat -> {
                                assertThat(repeat.recorded().isOpen()).isTrue();
                                assertThat(repeat.recorded().lastIndex()).isEqualTo(1);
                            });
        }

        @Test
        void another_request_is_told_the_first_field_that_differs() {
            intent();

            assertThat(register.admit(KEY, fields("amount", "h1", "currency", "x"), SOON))
                    .isEqualTo(new Admission.Reused("currency"));
            assertThat(register.admit(KEY, fields("currency", "h2"), SOON))
                    .isEqualTo(new Admission.Reused("amount"));
            assertThat(
                            register.admit(
                                    KEY,
                                    fields("amount", "h1", "capture", "h3", "currency", "h2"),
                                    SOON))
                    .isEqualTo(new Admission.Reused("capture"));
        }

        @Test
        void while_one_is_under_way_the_same_waits_and_another_is_refused() throws Exception {
            var first = (Admission.First) register.admit(KEY, FIELDS, SOON);

            assertThat(register.admit(KEY, FIELDS, Duration.ofMillis(20)))
                    .isEqualTo(new Admission.InProgress());
            assertThat(register.admit(KEY, fields("amount", "x"), SOON))
                    .isEqualTo(new Admission.Reused("amount"));

            var waiting = CompletableFuture.supplyAsync(() -> register.admit(KEY, FIELDS, SOON));
            intent();
            first.close();

            assertThat(waiting.get(60, TimeUnit.SECONDS)).isInstanceOf(Admission.Repeat.class);
        }

        @Test
        void after_a_transient_refusal_the_id_is_free_again() {
            ((Admission.First) register.admit(KEY, FIELDS, SOON)).close();

            assertThat(register.admit(KEY, FIELDS, SOON)).isInstanceOf(Admission.First.class);
        }

        @Test
        void the_same_id_of_another_tenant_or_origin_is_another_transaction() {
            intent();

            assertThat(register.find(new TransactionKey("other", "api", "t-1"))).isEmpty();
            assertThat(register.find(new TransactionKey("default", "sys:x", "t-1"))).isEmpty();
        }
    }

    @Nested
    class Answering {

        @Test
        void the_answer_of_the_same_batch_carries_its_own_position() {
            store.writer.append(
                    charge().event(0).event(1).answered("t-1", 201, "done", false).build());

            assertAnswer(201, "done@2", false);
        }

        @Test
        void a_later_answer_carries_the_position_of_its_own_event() {
            intent();

            store.writer.append(
                    Appends.to("ch_1")
                            .transaction("outcome-1")
                            .event(1)
                            .answered("t-1", 201, "done", false)
                            .build());

            assertAnswer(201, "done@2", false);
        }

        @Test
        void the_first_answer_stays_unless_the_outcome_is_corrected() {
            intent();
            answer("failed", false);
            answer("other", false);
            assertAnswer(201, "failed@2", false);

            answer("captured", true);

            assertAnswer(201, "captured@4", true);
        }

        @Test
        void the_answer_rings_for_whoever_waits() throws Exception {
            intent();
            var ring = store.writer.bell().next(KEY);
            var waiting = CompletableFuture.supplyAsync(() -> register.awaitAnswer(KEY, LONG));

            answer("done", false);

            ring.get(60, TimeUnit.SECONDS);
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isPresent();
        }

        @Test
        void a_waiter_is_woken_by_an_answer_on_another_node() throws Exception {
            intent();
            try (var other = store.anotherWriter()) {
                bothNodesListen();
                var waiting = CompletableFuture.supplyAsync(() -> register.awaitAnswer(KEY, LONG));
                someoneWaits();

                other.append(outcome("done", false));

                assertThat(waiting.get(60, TimeUnit.SECONDS)).isPresent();
            }
        }

        private void someoneWaits() {
            while (!store.writer.bell().isAwaited(KEY)) {
                Thread.onSpinWait();
            }
        }

        private void bothNodesListen() {
            var listening =
                    JdbcClient.create(store.database.dataSource())
                            .sql(
                                    "select count(*) from pg_stat_activity where datname ="
                                            + " current_database() and query like 'listen %'")
                            .query(Long.class);
            while (listening.single() < 2) {
                Thread.onSpinWait();
            }
        }

        @Test
        void waiting_ends_with_nothing_when_there_is_no_answer_in_time() {
            intent();

            assertThat(register.awaitAnswer(KEY, Duration.ofMillis(30))).isEmpty();
            assertThat(store.writer.bell().isAwaited(KEY)).as("still kept").isFalse();
        }
    }

    @Nested
    class Refusing {

        private final Refusal refusal =
                new Refusal(Rejection.CHARGE_NOT_CAPTURED, "Nothing is captured");

        @Test
        void a_refusal_is_frozen_with_its_bytes_and_the_position_it_was_made_at() {
            store.writer.append(Appends.to("ch_0").event(0).build());

            var recorded = refuse("first");

            assertThat(recorded.rejection()).isEqualTo(refusal);
            assertThat(new String(recorded.answer().body(), UTF_8)).isEqualTo("first@1");
            assertThat(recorded.position()).isEqualTo(1);
        }

        @Test
        void of_two_refusals_the_first_one_is_the_answer() {
            refuse("first");
            store.writer.append(Appends.to("ch_0").event(0).build());

            assertThat(new String(refuse("second").answer().body(), UTF_8)).isEqualTo("first@0");
        }

        @Test
        void an_intent_that_is_durable_is_not_refused_afterwards() {
            intent();

            var recorded = refuse("late");

            assertThat(recorded.rejection()).isNull();
            assertThat(recorded.answer()).isNull();
        }

        @Test
        void a_limit_s_refusal_gets_its_bytes_later_but_keeps_its_position() {
            limitOfZero();
            store.writer.append(
                    charge().event(0).posted(5, Appends.PAYABLE, Appends.CLEARING, true).build());
            store.writer.append(Appends.to("ch_9").event(0).build());

            var recorded = refuse("limit");

            assertThat(recorded.rejection().reason()).isEqualTo(Rejection.ACCOUNT_LIMIT_EXCEEDED);
            assertThat(new String(recorded.answer().body(), UTF_8)).isEqualTo("limit@1");
        }

        private void limitOfZero() {
            store.writer.append(Appends.to("ch_0").event(0).booked(1).build());
            JdbcClient.create(store.database.dataSource())
                    .sql("update truebook.account set floor_minor = 0")
                    .update();
        }

        private Recorded refuse(String text) {
            return register.recordAnswer(
                    charge().build().context(),
                    null,
                    422,
                    position -> (text + "@" + position).getBytes(UTF_8),
                    refusal);
        }
    }

    private static Appends charge() {
        return Appends.to("ch_1").transaction("t-1", FIELDS.hashes());
    }

    private void intent() {
        assertThat(store.writer.append(charge().event(0).build()))
                .isInstanceOf(AppendResult.Appended.class);
    }

    private int outcomes;

    private Append outcome(String text, boolean corrected) {
        outcomes++;
        return Appends.to("ch_1")
                .transaction("outcome-" + outcomes)
                .event(outcomes)
                .answered("t-1", 201, text, corrected)
                .build();
    }

    private void answer(String text, boolean corrected) {
        assertThat(store.writer.append(outcome(text, corrected)))
                .isInstanceOf(AppendResult.Appended.class);
    }

    private void assertAnswer(int status, String body, boolean corrected) {
        var answer = register.find(KEY).orElseThrow().answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
        assertThat(answer.corrected()).isEqualTo(corrected);
    }

    private static RequestFields fields(String... pairs) {
        var hashes = new java.util.HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            hashes.put(pairs[i], pairs[i + 1]);
        }
        return RequestFields.of(1, Map.copyOf(hashes));
    }
}
