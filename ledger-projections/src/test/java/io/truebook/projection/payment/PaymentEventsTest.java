package io.truebook.projection.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.accountmovement.AccountMovementEvent;
import io.truebook.ledger.books.BooksEvent;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.providerobject.PayoutEvent;
import io.truebook.ledger.reconciliation.BreakEvent;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.EventType;
import io.truebook.projection.store.GoldenFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an event looks like in the journal is for ever: one golden file per type and revision.
 *
 * <p>A difference is not a test to be updated but a decision: a new revision and an upcaster.
 */
class PaymentEventsTest {

    private static final GoldenFiles GOLDEN = GoldenFiles.in("golden", PaymentEvents.TYPES);

    private final EventJson json = new EventJson(PaymentEvents.TYPES);

    static List<EventType> types() {
        return PaymentEvents.TYPES.all();
    }

    @Test
    void every_event_of_a_payment_payout_or_break_has_a_name() {
        List<Class<?>> named = new ArrayList<>();
        types().forEach(type -> named.add(type.event()));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(
                                        PaymentEvent.class,
                                        PayoutEvent.class,
                                        BreakEvent.class,
                                        MerchantPayoutEvent.class,
                                        AccountMovementEvent.class,
                                        BooksEvent.class)
                                .flatMap(PaymentEventsTest::records)
                                .toList());
    }

    @Test
    void every_revision_that_was_ever_stored_has_its_golden_file_and_no_other_has_one() {
        assertThat(GOLDEN.committed()).containsExactlyInAnyOrderElementsOf(GOLDEN.inTheTable());
    }

    @ParameterizedTest
    @MethodSource("types")
    void its_bytes_are_those_of_the_golden_file(EventType type) {
        var stored = json.serialize(sample(type), byte[].class);

        assertThat(stored.getType().getName()).isEqualTo(type.name());
        assertThat(new String(stored.getData(), UTF_8)).isEqualTo(GOLDEN.bytes(present(type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_golden_file_is_read_and_written_again_without_a_change(EventType type) {
        assertThat(GOLDEN.readAndWritten(present(type), json))
                .isEqualTo(GOLDEN.bytes(present(type)));
    }

    @Test
    void every_earlier_golden_file_is_read_as_the_present_event_it_has_to_be() {
        assertThat(GOLDEN.earlier())
                .allSatisfy(earlier ->
                        assertThat(GOLDEN.readAndWritten(earlier, json))
                                .isEqualTo(GOLDEN.present(earlier)));
    }

    @Test
    void the_reason_of_a_first_refund_stands_where_it_is_kept_today() {
        var first = new GoldenFiles.Stored("refund-requested", 1);

        PaymentEvent.RefundRequested read =
                json.deserialize(first.of(GOLDEN.bytes(first).getBytes(UTF_8)));

        assertThat(read.personal()).isEqualTo(new Personal("too small", null, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void nothing_personal_is_in_its_bytes(EventType type) {
        var bytes = new String(json.serialize(sample(type), byte[].class).getData(), UTF_8);

        assertThat(bytes).doesNotContain("personal", "bicycle", "colour");
    }

    private static Object sample(EventType type) {
        return Stream.of(
                        EventSamples.all(),
                        EventSamples.ofPayouts(),
                        EventSamples.ofMerchantPayouts(),
                        EventSamples.ofAccountMovements(),
                        EventSamples.ofBooks(),
                        BreakSamples.all())
                .<Object>flatMap(List::stream)
                .filter(type.event()::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No sample of " + type.name()));
    }

    private static GoldenFiles.Stored present(EventType type) {
        return new GoldenFiles.Stored(type.name(), type.revision());
    }

    private static Stream<Class<?>> records(Class<?> family) {
        return Stream.of(family.getPermittedSubclasses())
                .flatMap(one -> one.isRecord() ? Stream.of(one) : records(one));
    }
}
