package io.truebook.api.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.api.webhook.UnprovenCallbacks;
import io.truebook.api.webhook.WebhookInbox;
import io.truebook.api.webhook.WebhookReceiver;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers who send callbacks: they move nothing, and their flood becomes no flood of calls. */
@Tag("database")
class ForgedCallbackDbTest {

    private static final int LOOKED_AT_IN_A_MINUTE = 10;

    private static final DispatcherSettings RARELY =
            new DispatcherSettings(
                    false,
                    Duration.ofMillis(20),
                    8,
                    0,
                    Duration.ofSeconds(30),
                    List.of(Duration.ofHours(6), Duration.ofDays(1)),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20));

    private final MovableClock clock = new MovableClock();
    private final LedgerFixture ledger = new LedgerFixture();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final ProviderDispatcher dispatcher =
            new ProviderDispatcher(
                            List.of(new ProviderConnection(provider, Duration.ofSeconds(5))),
                            ledger.database.dataSource(),
                            ledger.payments::of,
                            ledger.recorder,
                            RARELY,
                            clock)
                    .start();
    private final List<CallbackDialect> stripe =
            List.of(new StripeCallbacks("stripe", List.of("whsec_unknown_to_them"), null, false));
    private final UnprovenCallbacks unproven =
            new UnprovenCallbacks(stripe, ledger.database.dataSource(), dispatcher::askNow);
    private final WebhookReceiver receiver =
            new WebhookReceiver(
                    stripe,
                    new WebhookInbox(ledger.database.dataSource()),
                    unproven,
                    () -> {},
                    clock);
    private String unknown;

    @BeforeEach
    void a_charge_that_is_unknown() {
        provider.onSend = _ -> new Outcome.Unknown("timeout");
        provider.onLookUp = _ -> new Outcome.Unknown("timeout");
        unknown = ledger.charge(700, CaptureMode.AUTOMATIC);
        LedgerFixture.await(() -> nextQuestion(unknown), due -> due.startsWith("query"));
    }

    @AfterEach
    void stop() {
        dispatcher.close();
        ledger.close();
    }

    private String nextQuestion(String operation) {
        return ledger.jdbc
                .sql(
                        """
                        select next_step || ' ' || due_at || ' ' || unsettled_count
                        from truebook.provider_operation where operation_id = ?
                        """)
                .param(operation)
                .query(String.class)
                .single();
    }

    private void forge(String about) {
        send(
                """
                {"id": "evt_forged", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1790000001, "livemode": false, "type": "charge.succeeded",
                 "data": {"object": {"id": "ch_x", "object": "charge", "amount": 700,
                 "amount_captured": 700, "captured": true, "refunded": false,
                 "created": 1790000000, "currency": "eur", "payment_intent": "pi_x",
                 "status": "succeeded", "metadata": {"truebook_operation": "%s"}}}}
                """
                        .formatted(about));
    }

    private void send(String body) {
        assertThatThrownBy(() ->
                        receiver.receive(
                                "stripe",
                                body.getBytes(UTF_8),
                                _ -> List.of("t=1790000001,v1=" + "0".repeat(64))))
                .hasMessageStartingWith("webhook_signature_invalid");
    }

    private long kept() {
        return ledger.jdbc
                .sql("select count(*) from truebook.provider_callback")
                .query(Long.class)
                .single();
    }

    @Test
    void one_about_an_unknown_charge_has_the_provider_asked_and_is_believed_in_nothing() {
        forge(unknown);

        LedgerFixture.await(provider.asked::size, asked -> asked == 1);
        assertThat(ledger.payment(unknown)).isInstanceOf(Payment.Requested.class);
        assertThat(kept()).isZero();
    }

    @Test
    void what_the_provider_says_then_is_booked() {
        provider.onLookUp = provider::success;

        forge(unknown);

        ledger.await(unknown, payment -> payment instanceof Payment.Captured);
    }

    @Test
    void a_flood_of_them_becomes_a_few_questions_and_leaves_the_plan_as_it_was() {
        var planned = nextQuestion(unknown);

        for (int i = 0; i < 10_000; i++) {
            forge(unknown);
        }

        LedgerFixture.await(() -> nextQuestion(unknown), planned::equals);
        assertThat(provider.asked.size()).isBetween(1, LOOKED_AT_IN_A_MINUTE);
        assertThat(unproven.tallies().get("stripe").forged().sum()).isEqualTo(10_000);
        assertThat(kept()).isZero();
        clock.advance(Duration.ofMinutes(2));
        forge(unknown);
        LedgerFixture.await(() -> nextQuestion(unknown), planned::equals);
        assertThat(provider.asked.size()).isBetween(2, LOOKED_AT_IN_A_MINUTE + 1);
    }

    @Test
    void one_about_something_we_do_not_know_has_nobody_asked() {
        forge("ch_nobodys");
        forge("'; drop table");
        forge("\\u0000");

        assertThat(unproven.tallies().get("stripe").asked().sum()).isZero();
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void one_with_a_number_without_end_is_refused_like_any_other() {
        send(
                """
                {"id": "evt_forged", "object": "event", "api_version": "2026-07-29.dahlia",
                 "created": 1790000001, "type": "charge.failed", "data": {"object": {
                  "id": "ch_x", "object": "charge", "created": 1790000000, "status": "failed",
                  "failure_message": "%s"}}}
                """
                        .formatted("1".repeat(900_000)));

        assertThat(unproven.tallies().get("stripe").forged().sum()).isEqualTo(1);
    }
}
