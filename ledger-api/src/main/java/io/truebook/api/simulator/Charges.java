package io.truebook.api.simulator;

import java.util.List;
import java.util.Set;

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
        return new ObjectList(
                        books, expansion, Books.CHARGE, "/v1/charges", List.of("payment_intent"))
                .answer(request, effects);
    }
}
