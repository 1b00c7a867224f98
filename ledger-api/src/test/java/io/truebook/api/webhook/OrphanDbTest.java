package io.truebook.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.CallbackDialect.Route;
import io.truebook.api.provider.LedgerFixture;
import io.truebook.api.provider.stripe.StripeCallbacks;
import io.truebook.api.webhook.KeptCallbacks.Kept;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callbacks that come before what they belong to, or belong to nothing of ours. */
@Tag("database")
class OrphanDbTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);

    private final LedgerFixture ledger = new LedgerFixture();
    private final ScriptedDialect dialect =
            new ScriptedDialect(
                    new StripeCallbacks("stripe", List.of(Callbacks.SECRET), null, false));
    private final List<CallbackDialect> stripe = List.of(dialect);
    private final WebhookInbox inbox = new WebhookInbox(ledger.database.dataSource());
    private final KeptCallbacks kept = new KeptCallbacks(ledger.database.dataSource());
    private WebhookWorker worker;

    private void work(List<Duration> orphanPauses) {
        work(orphanPauses, ledger.payments::of);
    }

    private void work(List<Duration> orphanPauses, Function<String, Payment> payments) {
        var settings =
                new WebhookSettings(
                        SOON,
                        8,
                        1_000,
                        Duration.ofSeconds(5),
                        List.of(SOON),
                        orphanPauses,
                        SOON,
                        Duration.ofMinutes(10));
        worker =
                new WebhookWorker(
                                stripe,
                                ledger.database.dataSource(),
                                payments,
                                ledger.recorder,
                                _ -> false,
                                settings,
                                Clock.systemUTC())
                        .start();
    }

    @AfterEach
    void stop() {
        worker.close();
        ledger.close();
    }

    private void receive(String body) {
        new WebhookReceiver(
                        stripe,
                        inbox,
                        new UnprovenCallbacks(
                                stripe, ledger.database.dataSource(), (_, _) -> false),
                        worker::wake,
                        Clock.systemUTC())
                .receive("stripe", Callbacks.bytes(body), _ -> Callbacks.signature(body));
    }

    private List<Kept> orphans() {
        return kept.list(LedgerFixture.TENANT, "orphan", null, null, 10);
    }

    private Kept orphan() {
        return LedgerFixture.await(this::orphans, all -> all.size() == 1).getFirst();
    }

    @Test
    void a_refund_that_comes_before_its_charge_is_booked_as_soon_as_the_charge_is() {
        work(List.of(NEVER));
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(Callbacks.event("refund.created", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
        orphan();
        assertThat(ledger.posted("provider:stripe:clearing")).isZero();

        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));

        ledger.await(id, it -> it.known().orElseThrow().refunded().minor() == 300);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(700);
        LedgerFixture.await(this::orphans, List::isEmpty);
    }

    @Test
    void also_when_the_refund_names_only_the_charge() {
        work(List.of(NEVER));
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        var refund =
                Callbacks.refund("re_a", "pi_ch_x", "", 300)
                        .replace("\"payment_intent\": \"pi_ch_x\"", "\"charge\": \"ch_x\"");
        receive(Callbacks.event("refund.created", refund));
        orphan();

        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));

        ledger.await(id, it -> it.known().orElseThrow().refunded().minor() == 300);
    }

    @Test
    void an_orphan_is_given_up_after_its_last_look_and_listed_with_the_reason() {
        work(List.of(SOON, SOON));

        receive(Callbacks.event("evt_o", "charge.succeeded", Callbacks.PUBLISHED_CHARGE));

        var given =
                LedgerFixture.await(
                                this::orphans,
                                all -> all.size() == 1 && all.getFirst().nextLookAt() == null)
                        .getFirst();
        assertThat(given.eventId()).isEqualTo("evt_o");
        assertThat(given.reason()).isEqualTo("No payment of ours; no longer looked for");
    }

    @Test
    void one_that_was_given_up_is_still_booked_when_its_payment_turns_up() {
        work(List.of(SOON));
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(Callbacks.event("refund.created", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
        LedgerFixture.await(
                this::orphans, all -> all.size() == 1 && all.getFirst().nextLookAt() == null);

        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));

        ledger.await(id, it -> it.known().orElseThrow().refunded().minor() == 300);
    }

    @Test
    void one_that_was_looked_at_often_survives_a_fault_of_ours() {
        var looks = new AtomicInteger();
        work(
                List.of(SOON, SOON, SOON, NEVER),
                id -> {
                    // The charge's own callback is the first look at its payment.
                    if (looks.incrementAndGet() == 2) {
                        throw new IllegalStateException("the database was away");
                    }
                    return ledger.payments.of(id);
                });
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(Callbacks.event("refund.created", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
        LedgerFixture.await(
                this::orphans,
                all -> all.size() == 1 && all.getFirst().nextLookAt().isAfter(inAnHour()));

        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));

        ledger.await(id, it -> it.known().orElseThrow().refunded().minor() == 300);
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    @Test
    void what_was_not_recognised_at_first_is_booked_later_beside_what_was() {
        work(Collections.nCopies(500, SOON));
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        var refund =
                Callbacks.bytes(
                        Callbacks.event(
                                "refund.created", Callbacks.refund("re_a", "pi_ch_x", "", 300)));
        var told = (Reading.Facts) dialect.read(refund);
        var fee =
                new ProviderFact.FeeCharged(
                        FactSource.first("stripe", "txn_re", "pi_ch_x", Instant.now()),
                        Money.of(7, "EUR"));
        var facts = new ArrayList<>(told.facts());
        facts.add(fee);
        var real = dialect.onRead;
        dialect.onRead =
                body ->
                        Arrays.equals(body, refund)
                                ? new Reading.Facts(facts, new Route(id, null, List.of()), null)
                                : real.apply(body);

        receive(new String(refund, UTF_8));
        assertThat(orphan().paymentId()).isEqualTo(id);
        LedgerFixture.await(() -> ledger.posted("provider:stripe:fees"), posted -> posted == 7);
        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));

        ledger.await(id, it -> it.known().orElseThrow().refunded().minor() == 300);
        LedgerFixture.await(this::orphans, List::isEmpty);
        assertThat(ledger.posted("provider:stripe:fees")).isEqualTo(7);
    }

    @Test
    void an_older_state_after_a_newer_one_changes_nothing_and_is_kept() {
        work(List.of(SOON));
        var id = ledger.charge(1000, CaptureMode.AUTOMATIC);
        receive(
                Callbacks.event(
                        "charge.succeeded", Callbacks.charge("ch_x", id, 1000, "succeeded")));
        ledger.await(id, it -> it instanceof Payment.Captured);

        receive(
                Callbacks.event(
                        "evt_old",
                        "payment_intent.processing",
                        "{\"id\": \"pi_ch_x\", \"status\": \"processing\", \"metadata\":"
                                + " {\"truebook_operation\": \""
                                + id
                                + "\"}}"));

        LedgerFixture.await(() -> paymentOf("evt_old"), id::equals);
        assertThat(ledger.payment(id)).isInstanceOf(Payment.Captured.class);
        assertThat(ledger.posted("provider:stripe:clearing")).isEqualTo(1000);
    }

    private String paymentOf(String event) {
        return ledger.jdbc
                .sql(
                        """
                        select coalesce(payment_id, '') from truebook.provider_callback
                        where event_id = ?
                        """)
                .param(event)
                .query(String.class)
                .single();
    }
}
