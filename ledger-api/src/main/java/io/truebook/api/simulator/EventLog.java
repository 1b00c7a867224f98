package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/events}: what was told, to be read again by whoever missed it. */
final class EventLog {
    private final Books books;

    EventLog(Books books) {
        this.books = books;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/events", this::list);
        router.on("GET", "/v1/events/{id}", this::retrieve);
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        return ApiAnswer.ok(
                Json.parse(
                        books.event(request.id())
                                .orElseThrow(
                                        () -> StripeError.noSuch("event", request.id(), "id"))));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        Form form = request.form();
        var allowed = new HashSet<>(Listing.PARAMETERS);
        allowed.addAll(Set.of("delivery_success", "related_object", "type", "types"));
        form.allowOnly(allowed);
        var types = new ArrayList<>(form.list("types"));
        String type = form.text("type");
        if (type != null) {
            types.add(type);
        }
        Listing listing = Listing.of(form);
        List<ObjectNode> rows =
                books.events(types, form.text("related_object"), listing).stream()
                        .map(Json::parse)
                        .toList();
        return ApiAnswer.ok(listing.page("/v1/events", rows));
    }
}
