package io.truebook.api.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.ProviderHistory.Page;
import io.truebook.api.provider.ProviderHistory.Shelf;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Stripe lists, read without trust. */
class StripeHistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Instant SINCE = Instant.ofEpochSecond(1_790_000_000);

    private List<String> requests = List.of();

    private Page page(Shelf shelf, String... objects) throws IOException {
        var list =
                "{\"object\": \"list\", \"has_more\": false, \"data\": [%s]}"
                        .formatted(String.join(", ", objects));
        try (var server = new RawServer(RawServer.answer(200, list))) {
            var stripe =
                    new StripeProvider(
                            "stripe",
                            "sk_test_1",
                            server.uri(),
                            PATIENCE,
                            PATIENCE,
                            Clock.systemUTC());
            var page = stripe.history().page(shelf, SINCE, null);
            requests = List.copyOf(server.requests);
            return page.orElseThrow();
        }
    }

    @Test
    void events_are_asked_for_of_the_types_that_are_booked() throws IOException {
        page(Shelf.EVENTS);

        var types =
                Pattern.compile("types(?:\\[]|%5B%5D)=([a-z_.]+)")
                        .matcher(requests.getFirst())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(types).containsExactlyElementsOf(StripeCallbacks.LISTED);
    }

    @Test
    void events_tell_when_the_newest_of_them_was_made() throws IOException {
        var page =
                page(
                        Shelf.EVENTS,
                        "{\"id\": \"evt_1\", \"created\": 1790000005}",
                        "{\"id\": \"evt_2\", \"created\": 1790000009}",
                        "{\"id\": \"evt_3\", \"created\": 1790000001}");

        assertThat(page.newest()).isEqualTo(SINCE.plusSeconds(9));
        assertThat(page(Shelf.EVENTS).newest()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 9_000_000_000_000_000_000L, Long.MAX_VALUE})
    void an_object_that_was_made_at_no_possible_time_stops_no_reading(long created)
            throws IOException {
        var payment =
                """
                {"id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 100,
                 "currency": "eur", "created": %d, "metadata": {"truebook_operation": "ch_1"}}
                """
                        .formatted(created);

        var page = page(Shelf.PAYMENTS, payment);

        assertThat(page.objects()).hasSize(1);
    }
}
