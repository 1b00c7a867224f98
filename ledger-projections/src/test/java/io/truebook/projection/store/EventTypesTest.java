package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A table of events that could not read all of its own past does not come into being. */
class EventTypesTest {

    private static final EventType THIRD = new EventType("parcel-sent", 3, Parcels.FirstSent.class);

    @Nested
    class IsRefused {

        @Test
        void without_a_way_from_an_earlier_revision() {
            assertThatThrownBy(() -> Parcels.types(List.of(THIRD), nothing("parcel-sent", 2)))
                    .hasMessageContaining("No upcaster from revision 1 of parcel-sent");
        }

        @Test
        void with_a_way_that_ends_nowhere() {
            var lost = Upcaster.renaming("parcel-posted", 1, "parcel-gone", _ -> {});

            assertThatThrownBy(() -> Parcels.types(List.of(), lost))
                    .hasMessageContaining("Leads to no present type");
        }

        @Test
        void with_a_renamed_type_that_forgets_what_it_was_before() {
            var renamed = Upcaster.renaming("parcel-posted", 2, "parcel-sent", _ -> {});
            var sent = new EventType("parcel-sent", 1, Parcels.FirstSent.class);

            assertThatThrownBy(() -> Parcels.types(List.of(sent), renamed))
                    .hasMessageContaining("No upcaster from revision 1 of parcel-posted");
        }

        @Test
        void with_two_ways_from_one_revision() {
            var sent = new EventType("parcel-sent", 2, Parcels.FirstSent.class);

            assertThatThrownBy(() ->
                            Parcels.types(
                                    List.of(sent),
                                    nothing("parcel-sent", 1),
                                    nothing("parcel-sent", 1)))
                    .hasMessageContaining("Two ways");
        }

        @Test
        void with_a_way_away_from_the_present() {
            var sent = new EventType("parcel-sent", 1, Parcels.FirstSent.class);

            assertThatThrownBy(() -> Parcels.types(List.of(sent), nothing("parcel-sent", 1)))
                    .hasMessageContaining("Leads away from the present");
        }
    }

    @Test
    void the_release_before_a_revision_may_read_it_already() {
        var ready = Parcels.types(List.of(new EventType("a", 1, Long.class).readingUpTo(2)));

        assertThat(ready.way("a", 2).present().event()).isEqualTo(Long.class);
        assertThat(ready.all().getFirst().revision()).as("what it writes").isEqualTo(1);
        assertThatThrownBy(() -> ready.way("a", 3)).isInstanceOf(NewerEvent.class);
    }

    private static Upcaster nothing(String type, int revision) {
        return Upcaster.of(type, revision, _ -> {});
    }
}
