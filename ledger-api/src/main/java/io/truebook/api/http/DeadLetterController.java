package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.deadletter.DeadLetter;
import io.truebook.projection.deadletter.DeadLetters;
import io.truebook.projection.deadletter.DeadLetters.Person;
import io.truebook.projection.deadletter.DeadLetters.Place;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What could not be worked on, of all tenants: shown, tried again, thrown away. */
@RestController
@RequestMapping(path = "/v1/dead-letters", produces = "application/json")
class DeadLetterController {

    private static final String CURSOR = "[0-9]{1,18}_dl_(event|callback)_[0-9]{1,18}";

    private final TransactionGate gate;
    private final DeadLetters letters;

    DeadLetterController(TransactionGate gate, DeadLetters letters) {
        this.gate = gate;
        this.letters = letters;
    }

    @GetMapping
    Page<DeadLetterResource> list(Caller caller, QueryReader query) {
        @Nullable String source = query.text("source").orElse(null);
        int limit = query.limit();
        var after = query.after(CURSOR);
        query.done();
        @Nullable Place place = after.map(DeadLetterController::place).orElse(null);
        return Page.of(letters.open(source, place, limit + 1), limit, DeadLetterController::cursor)
                .map(letter -> DeadLetterResource.of(letter, null));
    }

    @GetMapping("/{id}")
    DeadLetterResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return resource(id);
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<byte[]> retry(@PathVariable String id, Post post) {
        var context = post.context("retry-dead-letter", post.jsonOrNothing().done());
        return gate.pass(post, context, new Handling(id, by -> letters.retry(id, by)));
    }

    @PostMapping("/{id}/discard")
    ResponseEntity<byte[]> discard(@PathVariable String id, Post post) {
        var body = post.json();
        var reason = body.text("reason");
        var context = post.context("discard-dead-letter", body.done());
        return gate.pass(post, context, new Handling(id, by -> letters.discard(id, reason, by)));
    }

    private DeadLetterResource resource(String id) {
        return letters.find(id)
                .map(letter -> DeadLetterResource.of(letter, letters.actions(id)))
                .orElseThrow(() -> QueryReader.notFound(Rejection.DEAD_LETTER_NOT_FOUND, id));
    }

    private static String cursor(DeadLetter last) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, last.firstAt()) + "_" + last.id();
    }

    private static Place place(String cursor) {
        var parts = cursor.split("_", 2);
        return new Place(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), parts[1]);
    }

    /** Harmless to repeat: the letters keep which transaction has done what to them. */
    private final class Handling implements Wish {

        private final String id;
        private final Consumer<Person> deed;

        Handling(String id, Consumer<Person> deed) {
            this.id = id;
            this.deed = deed;
        }

        @Override
        public void execute(CommandContext context) {
            deed.accept(new Person(context.principal(), context.transaction()));
        }

        @Override
        public Reply current(Recorded open) {
            throw new IllegalStateException("A letter is answered at once");
        }

        @Override
        public Settled settled() {
            var body = Json.bytes(resource(id));
            return new Settled(id, 200, _ -> body);
        }
    }
}
