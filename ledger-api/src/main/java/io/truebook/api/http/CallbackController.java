package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.api.webhook.KeptCallbacks;
import io.truebook.api.webhook.KeptCallbacks.Kept;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What providers told us that moved nothing, and why. */
@RestController
@RequestMapping(path = "/v1/callbacks", produces = "application/json")
class CallbackController {

    /**
     * A callback that is kept.
     *
     * @param status orphan, parked or dead
     * @param nextLookAt null when it is not looked at again by itself
     */
    record CallbackResource(
            String id,
            String provider,
            String eventId,
            String eventType,
            String subject,
            String status,
            @Nullable String reason,
            @Nullable String charge,
            Instant receivedAt,
            @Nullable Instant nextLookAt) {

        static CallbackResource of(Kept kept) {
            var next = kept.nextLookAt();
            return new CallbackResource(
                    Long.toString(kept.id()),
                    kept.connection(),
                    kept.eventId(),
                    kept.eventType(),
                    kept.subject(),
                    kept.status(),
                    kept.reason(),
                    kept.paymentId(),
                    Json.time(kept.receivedAt()),
                    next == null ? null : Json.time(next));
        }
    }

    private final KeptCallbacks callbacks;

    CallbackController(KeptCallbacks callbacks) {
        this.callbacks = callbacks;
    }

    @GetMapping
    Page<CallbackResource> list(Caller caller, QueryReader query) {
        @Nullable String status = query.choice("status", KeptCallbacks.STATUSES).orElse(null);
        @Nullable String provider = query.text("provider").orElse(null);
        int limit = query.limit();
        @Nullable Long before = query.after("[0-9]{1,18}").map(Long::valueOf).orElse(null);
        query.done();
        var rows = callbacks.list(caller.tenant(), status, provider, before, limit + 1);
        return Page.of(rows, limit, kept -> Long.toString(kept.id())).map(CallbackResource::of);
    }
}
