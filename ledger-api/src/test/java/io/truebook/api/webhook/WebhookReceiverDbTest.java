package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.payment.Erasures.ProviderObject;
import io.truebook.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
class WebhookReceiverDbTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final UnprovenCallbacks unproven =
            new UnprovenCallbacks(stripe, database.dataSource(), (_, _) -> false);
    private final WebhookReceiver receiver = receiver(Integer.MAX_VALUE);

    private WebhookReceiver receiver(int limit) {
        return new WebhookReceiver(
                stripe,
                new WebhookInbox(
                        database.dataSource(),
                        _ -> Set.of(new ProviderObject("stripe", "pi_erased")),
                        limit),
                unproven,
                () -> {},
                Clock.systemUTC());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void receive(String body) {
        receiver.receive("stripe", Callbacks.bytes(body), _ -> Callbacks.signature(body));
    }

    private List<String> statuses() {
        return JdbcClient.create(database.dataSource())
                .sql("select status from truebook.provider_callback")
                .query(String.class)
                .list();
    }

    @Test
    void files_the_same_event_once_however_often_it_comes_at_once() {
        var body = Callbacks.event("evt_x", "customer.created", "{\"id\": \"cus_1\"}");
        var received = new ArrayList<Future<?>>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                received.add(threads.submit(() -> receive(body)));
            }
        }

        assertThat(received).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ZERO));
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void keeps_nobody_in_it_when_the_payment_is_erased() {
        var object = "{\"id\": \"ch_1\", \"payment_intent\": \"%s\", \"receipt_email\": \"jane\"}";

        receive(Callbacks.event("charge.updated", object.formatted("pi_erased")));
        receive(Callbacks.event("charge.updated", object.formatted("pi_kept")));

        assertThat(bodies())
                .satisfiesExactlyInAnyOrder(
                        body -> assertThat(body).contains("pi_erased").doesNotContain("jane"),
                        body -> assertThat(body).contains("pi_kept", "jane"));
    }

    private List<String> bodies() {
        return JdbcClient.create(database.dataSource())
                .sql("select convert_from(body, 'UTF8') from truebook.provider_callback")
                .query(String.class)
                .list();
    }

    @Test
    void refuses_more_than_may_wait_and_the_provider_keeps_it() {
        var bounded = receiver(2);
        receive(Callbacks.event("evt_1", "customer.created", "{}"));
        receive(Callbacks.event("evt_2", "customer.created", "{}"));
        var third = Callbacks.event("evt_3", "customer.created", "{}");

        assertThatThrownBy(() ->
                        bounded.receive(
                                "stripe", Callbacks.bytes(third), _ -> Callbacks.signature(third)))
                .isInstanceOfSatisfying(
                        CommandRejected.class,
                        no -> assertThat(no.reason()).isEqualTo(Rejection.OVERLOADED));
        assertThat(statuses()).hasSize(2);
    }

    @Test
    void refuses_what_is_not_signed_and_keeps_nothing_of_it() {
        var body = Callbacks.bytes(Callbacks.event("charge.succeeded", "{}"));

        assertThatThrownBy(() -> receiver.receive("stripe", body, _ -> List.of("t=1,v1=00")))
                .isInstanceOf(CommandRejected.class)
                .hasMessageStartingWith("webhook_signature_invalid");
        assertThat(statuses()).isEmpty();
        assertThat(tally().forged().sum()).isEqualTo(1);
        assertThat(tally().untimely().sum()).isZero();
    }

    private UnprovenCallbacks.Tally tally() {
        return unproven.tallies().get("stripe");
    }

    private void signedAt(Instant time, String body) {
        assertThatThrownBy(() ->
                        receiver.receive(
                                "stripe",
                                Callbacks.bytes(body),
                                _ -> Callbacks.signature(body, time)))
                .hasMessageStartingWith("webhook_signature_invalid");
    }

    @Test
    void takes_it_for_a_wrong_clock_when_all_signatures_are_as_old() {
        var hourAgo = Instant.now().minus(Duration.ofHours(1));
        for (int i = 0; i < UnprovenCallbacks.SIGNS_OF_A_WRONG_CLOCK; i++) {
            assertThat(tally().clocksApart()).isZero();
            signedAt(hourAgo.plusSeconds(i), Callbacks.event("customer.created", "{}"));
        }

        assertThat(tally().clocksApart()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(tally().untimely().sum()).isEqualTo(3);
        receive(Callbacks.event("customer.created", "{}"));
        assertThat(tally().clocksApart()).isZero();
    }

    @Test
    void takes_an_old_one_sent_again_and_again_for_no_sign_of_a_wrong_clock() {
        var hourAgo = Instant.now().minus(Duration.ofHours(1));
        var body = Callbacks.event("customer.created", "{}");

        for (int i = 0; i < 10; i++) {
            signedAt(hourAgo, body);
        }

        assertThat(tally().clocksApart()).isZero();
        assertThat(statuses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt_\\u0000", "evt_\\ud800", "evt_\\n"})
    void keeps_one_whose_name_is_no_text_as_a_dead_letter_at_once(String id) {
        var body = Callbacks.event(id, "customer.created", "{}");

        receive(body);
        receive(body);

        assertThat(statuses()).containsExactly("dead");
        assertThat(bodies()).containsExactly(body);
    }

    @Test
    void keeps_one_whose_name_is_too_long_to_be_found_as_a_dead_letter_at_once() {
        receive(Callbacks.event("evt_" + "x".repeat(10_000), "customer.created", "{}"));

        assertThat(statuses()).containsExactly("dead");
    }

    @Test
    void keeps_one_about_something_whose_name_is_no_text_as_a_dead_letter_at_once() {
        receive(Callbacks.event("customer.created", "{\"id\": \"ch_\\u0000\"}"));

        assertThat(statuses()).containsExactly("dead");
    }

    @Test
    void knows_only_its_connections() {
        assertThatThrownBy(() -> receiver.receive("other", new byte[0], _ -> List.of()))
                .hasMessageStartingWith("provider_not_found");
    }

    @Test
    void refuses_more_than_a_mebibyte() {
        assertThatThrownBy(
                        () -> receiver.receive("stripe", new byte[1024 * 1024 + 1], _ -> List.of()))
                .hasMessageStartingWith("body_too_large");
    }
}
