package io.truebook.api.simulator;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/charges}, to look at: charges are made by payment intents only. */
final class Charges {
    private final Books books;
    private final Expansion expansion;

    Charges(Books books, Expansion expansion) {
        this.books = books;
        this.expansion = expansion;
    }

    void routes(Router<Handler> router) {
        router.on("GET", "/v1/charges", this::list);
        router.on("GET", "/v1/charges/{id}", this::retrieve);
    }

    private ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        Effects.Stored stored = books.get(Books.CHARGE, request.id(), "id");
        return ApiAnswer.ok(expansion.expand(effects, stored.body(), request.form()));
    }

    private ApiAnswer list(ApiRequest request, Effects effects) {
        Form form = request.form();
        var allowed = new HashSet<>(Listing.PARAMETERS);
        allowed.add("payment_intent");
        form.allowOnly(allowed);
        var filters = new LinkedHashMap<String, String>();
        String intent = form.text("payment_intent");
        if (intent != null) {
            filters.put("payment_intent", intent);
        }
        Listing listing = Listing.of(form);
        List<ObjectNode> rows =
                books.list(Books.CHARGE, filters, listing).stream()
                        .map(Effects.Stored::body)
                        .toList();
        return ApiAnswer.ok(expansion.expand(effects, listing.page("/v1/charges", rows), form));
    }
}
