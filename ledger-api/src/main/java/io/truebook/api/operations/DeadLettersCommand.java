package io.truebook.api.operations;

import io.truebook.ledger.decision.CommandRejected;
import io.truebook.projection.deadletter.DeadLetter;
import io.truebook.projection.deadletter.DeadLetters;
import io.truebook.projection.deadletter.DeadLetters.Person;
import io.truebook.projection.deadletter.DeadLetters.Place;
import io.truebook.projection.store.TransactionKey;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows what could not be worked on, has it tried again or throws it away: {@code dead-letters
 * list|show|retry|discard}.
 *
 * <p>Exit code of {@code list}: 0 when there is none, 1 when there is any. A retry is done by a
 * running application, within its poll interval; from here it is only asked for.
 */
public final class DeadLettersCommand implements Subcommand {

    private static final String USAGE =
            "dead-letters list | show --id <id> | retry --id <id>"
                    + " | discard --id <id> --reason <why>";
    private static final int PAGE = 100;

    @Override
    public String name() {
        return "dead-letters";
    }

    @Override
    public String summary() {
        return USAGE;
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        var verb = invocation.arguments().isEmpty() ? "" : invocation.arguments().getFirst();
        try (var server = invocation.openLedger()) {
            var letters =
                    new DeadLetters(
                            server.database().applicationDataSource(), LedgerClock.system());
            return switch (verb) {
                case "list" -> list(invocation, letters);
                case "show" -> show(invocation, letters, invocation.required("id"));
                case "retry" -> retry(invocation, letters, invocation.required("id"));
                case "discard" -> discard(invocation, letters, invocation.required("id"));
                default -> {
                    invocation.err().println("Call it as: " + USAGE);
                    yield FAILED;
                }
            };
        } catch (CommandRejected refused) {
            invocation.err().println(refused.reason().code() + ": " + refused.detail());
            return FAILED;
        }
    }

    private static int list(Invocation invocation, DeadLetters letters) {
        int count = 0;
        Optional<Place> after = Optional.empty();
        do {
            var page = letters.open(null, after.orElse(null), PAGE);
            page.forEach(letter -> invocation.out().println(line(letter)));
            count += page.size();
            after =
                    page.size() < PAGE
                            ? Optional.empty()
                            : Optional.of(new Place(page.getLast().firstAt(), page.getLast().id()));
        } while (after.isPresent());
        invocation.out().println(count + " dead letters");
        return count == 0 ? OK : FOUND;
    }

    private static int show(Invocation invocation, DeadLetters letters, String id) {
        var found = letters.find(id);
        if (found.isEmpty()) {
            invocation.err().println("dead_letter_not_found: There is none called " + id);
            return FAILED;
        }
        invocation.out().println(line(found.get()));
        letters.actions(id)
                .forEach(action ->
                        invocation
                                .out()
                                .printf(
                                        "  %s %s by %s%s%n",
                                        action.at(),
                                        action.action(),
                                        action.principal(),
                                        suffix(": ", action.reason())));
        return OK;
    }

    private static int retry(Invocation invocation, DeadLetters letters, String id) {
        letters.retry(id, me());
        invocation.out().println("A running application tries " + id + " again now");
        return OK;
    }

    private static int discard(Invocation invocation, DeadLetters letters, String id) {
        letters.discard(id, invocation.required("reason"), me());
        invocation.out().println("Discarded " + id);
        return OK;
    }

    private static Person me() {
        var key = new TransactionKey("default", "sys:command-line", UUID.randomUUID().toString());
        return new Person("shell:" + System.getProperty("user.name", "unknown"), key);
    }

    private static String line(DeadLetter letter) {
        return "%s  %-9s %s  %s  %s  attempts %d, first %s, last %s%s%s%s"
                .formatted(
                        letter.id(),
                        letter.status().name().toLowerCase(Locale.ROOT),
                        letter.source(),
                        letter.sequence(),
                        letter.eventType(),
                        letter.attempts(),
                        letter.firstAt(),
                        letter.lastAt(),
                        suffix(", event ", letter.position()),
                        suffix(", behind ", letter.waitsBehind()),
                        suffix(", ", letter.cause()));
    }

    private static String suffix(String before, @Nullable Object value) {
        return value == null ? "" : before + value;
    }
}
