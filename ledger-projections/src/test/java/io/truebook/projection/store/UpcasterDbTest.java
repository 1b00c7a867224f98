package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.store.Parcels.FirstLabel;
import io.truebook.projection.store.Parcels.FirstPosted;
import io.truebook.projection.store.Parcels.FirstSent;
import io.truebook.projection.store.Parcels.Label;
import io.truebook.projection.store.Parcels.Lost;
import io.truebook.projection.store.Parcels.ParcelEvent;
import io.truebook.projection.store.Parcels.Posted;
import io.truebook.projection.store.Parcels.Sent;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Releases of years on one journal: each reads what was written before it, and nothing after. */
@Tag("database")
class UpcasterDbTest {

    private static final GoldenFiles GOLDEN = GoldenFiles.in("golden-parcel", Parcels.PRESENT);

    private final StoreFixture store = new StoreFixture();
    private final JournalEventStorageEngine first = release(Parcels.FIRST);
    private final JournalEventStorageEngine second = release(Parcels.SECOND);
    private final JournalEventStorageEngine third = release(Parcels.THIRD);
    private final JournalEventStorageEngine present = release(Parcels.PRESENT);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_every_release_wrote_is_read_as_the_present_event() {
        append(first, 0, new FirstPosted("p-1", "250", new FirstLabel("Ada")));
        append(second, 1, new Posted("p-1", 300, null));
        append(third, 2, new FirstSent("p-1", 400, new Label("Grace")));
        append(present, 3, new Sent("p-1", 500, true, null));

        var expected =
                List.of(
                        new Sent("p-1", 250, false, new Label("Ada")),
                        new Sent("p-1", 300, false, null),
                        new Sent("p-1", 400, false, new Label("Grace")),
                        new Sent("p-1", 500, true, null));
        assertThat(ofAggregate(present, "p-1")).isEqualTo(expected);
        assertThat(streamed(present)).isEqualTo(expected);
    }

    @Test
    void reading_changes_nothing_that_is_stored() {
        append(first, 0, new FirstPosted("p-1", "250", null));
        append(second, 1, new Posted("p-1", 300, null));

        ofAggregate(present, "p-1");

        assertThat(
                        JdbcClient.create(store.database.dataSource())
                                .sql(
                                        """
                                        select event_type || '/' || event_revision || ' '
                                            || convert_from(payload, 'UTF8')
                                        from truebook.journal_event order by global_index\
                                        """)
                                .query(String.class)
                                .list())
                .containsExactly(
                        "parcel-posted/1 "
                                + GOLDEN.bytes(new GoldenFiles.Stored("parcel-posted", 1)),
                        "parcel-posted/2 {\"parcel_id\":\"p-1\",\"weight_grams\":300}");
    }

    static Stream<ParcelEvent> ofNewerReleases() {
        return Stream.of(
                new Sent("p-1", 500, true, null), // A newer revision of a type that is known.
                new Lost("p-1")); // A type that is not.
    }

    @ParameterizedTest
    @MethodSource("ofNewerReleases")
    void an_aggregate_that_a_newer_release_wrote_to_is_refused_and_no_other(ParcelEvent newer) {
        append(third, 0, new FirstSent("p-1", 400, null));
        append(present, 1, newer);
        append(third, 0, new FirstSent("p-2", 400, null));

        assertThatThrownBy(() -> ofAggregate(third, "p-1"))
                .isInstanceOfSatisfying(
                        CommandRejected.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(Rejection.NEWER_VERSION_NEEDED))
                .hasMessageContaining("It has an event parcel-");
        assertThat(ofAggregate(third, "p-2")).hasSize(1);
        assertThat(ofAggregate(present, "p-1")).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("ofNewerReleases")
    void a_stream_hands_a_newer_event_to_the_handlers_and_they_fail_on_it(ParcelEvent newer) {
        append(present, 0, newer);

        var message = third.readEvents(null, false).findFirst().orElseThrow();

        assertThat(message.getPayloadType()).isAssignableTo(ParcelEvent.class);
        assertThatThrownBy(message::getPayload).hasRootCauseInstanceOf(NewerEvent.class);
    }

    @Test
    void every_golden_file_is_read_as_it_has_to_be() {
        var json = new EventJson(Parcels.PRESENT);

        assertThat(GOLDEN.committed()).containsExactlyInAnyOrderElementsOf(GOLDEN.inTheTable());
        assertThat(GOLDEN.earlier())
                .hasSize(3)
                .allSatisfy(earlier ->
                        assertThat(GOLDEN.readAndWritten(earlier, json))
                                .isEqualTo(GOLDEN.present(earlier)));
    }

    private JournalEventStorageEngine release(EventTypes types) {
        var json = new EventJson(types);
        var builder =
                JournalEventStorageEngine.builder()
                        .writer(store.writer)
                        .dataSource(store.database.dataSource());
        builder.eventSerializer(json).snapshotSerializer(json);
        return builder.build();
    }

    private static void append(
            JournalEventStorageEngine release, long sequence, ParcelEvent event) {
        release.appendEvents(
                new GenericDomainEventMessage<>("parcel", event.parcelId(), sequence, event));
    }

    private static List<Object> ofAggregate(JournalEventStorageEngine release, String id) {
        return release.readEvents(id).asStream().<Object>map(e -> e.getPayload()).toList();
    }

    private static List<Object> streamed(JournalEventStorageEngine release) {
        return release.readEvents(null, false).<Object>map(e -> e.getPayload()).toList();
    }
}
