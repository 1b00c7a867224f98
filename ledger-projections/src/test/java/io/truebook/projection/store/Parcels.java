package io.truebook.projection.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A family of events with a past, and the table of each release that wrote them: what a payment's
 * events will look like after years.
 *
 * <p>First the weight was text. Then it became a number; then the event got another name, and its
 * label another field; then parcels could be express.
 */
final class Parcels {

    /** What every release's handlers take. */
    interface ParcelEvent {
        String parcelId();
    }

    record FirstPosted(String parcelId, String weight, @Nullable FirstLabel personal)
            implements ParcelEvent {}

    record FirstLabel(String name) {}

    record Posted(String parcelId, long weightGrams, @Nullable FirstLabel personal)
            implements ParcelEvent {}

    record FirstSent(String parcelId, long weightGrams, @Nullable Label personal)
            implements ParcelEvent {}

    record Label(String recipient) {}

    record Sent(String parcelId, long weightGrams, boolean express, @Nullable Label personal)
            implements ParcelEvent {}

    /** Has come with the last release. */
    record Lost(String parcelId) implements ParcelEvent {}

    private static final Upcaster WEIGHT =
            Upcaster.of(
                    "parcel-posted",
                    1,
                    fields ->
                            fields.set("weight_grams", Long.parseLong(fields.text("weight")))
                                    .remove("weight"));

    private static final Upcaster NAME =
            Upcaster.renaming(
                    "parcel-posted",
                    2,
                    "parcel-sent",
                    fields -> {
                        if (fields.has("personal")) {
                            fields.group("personal").rename("name", "recipient");
                        }
                    });

    private static final Upcaster EXPRESS =
            Upcaster.of("parcel-sent", 1, fields -> fields.set("express", false));

    static final EventTypes FIRST =
            types(List.of(new EventType("parcel-posted", 1, FirstPosted.class)));

    static final EventTypes SECOND =
            types(List.of(new EventType("parcel-posted", 2, Posted.class)), WEIGHT);

    static final EventTypes THIRD =
            types(List.of(new EventType("parcel-sent", 1, FirstSent.class)), WEIGHT, NAME);

    static final EventTypes PRESENT =
            types(
                    List.of(
                            new EventType("parcel-sent", 2, Sent.class),
                            new EventType("parcel-lost", 1, Lost.class)),
                    WEIGHT,
                    NAME,
                    EXPRESS);

    private Parcels() {}

    static EventTypes types(List<EventType> types, Upcaster... upcasters) {
        return new EventTypes(ParcelEvent.class, types, List.of(upcasters));
    }
}
