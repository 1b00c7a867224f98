package io.truebook.api.http;

import static io.truebook.api.http.OperationText.get;
import static io.truebook.api.http.OperationText.object;
import static io.truebook.api.http.OperationText.page;
import static io.truebook.api.http.OperationText.post;
import static io.truebook.api.http.OperationText.text;
import static java.util.Map.entry;

import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of the API's description for closing the books. */
final class BooksText {

    private static final Map<String, OperationText> ALL =
            Map.ofEntries(
                    entry("POST /v1/period-closes", close()),
                    entry(
                            "GET /v1/period-closes",
                            get("What was closed, the latest first", page())));

    private BooksText() {}

    static Optional<OperationText> of(String operation) {
        return Optional.ofNullable(ALL.get(operation));
    }

    private static OperationText close() {
        Schema<?> body =
                object().addProperty("through", text("The last day to close").example("2026-10-31"))
                        .addProperty("time_zone", text("Of that day; UTC unless named"))
                        .addProperty(
                                "despite",
                                text(
                                        "Why it is closed although breaks are open or days are not"
                                                + " reconciled: it is kept for ever"));
        body.setRequired(List.of("through"));
        return post(
                "Close all days up to one, for good (operators)",
                body,
                "{\"through\": \"2026-10-31\", \"time_zone\": \"Europe/Berlin\"}",
                "PeriodCloseResource",
                Map.of("201", "Closed: what is booked later counts from the day after."));
    }
}
