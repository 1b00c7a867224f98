package io.truebook.api.http;

import io.truebook.api.http.BreakWishes.Deciding;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import io.truebook.ledger.reconciliation.BreakCommand.RejectRepair;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks to be decided, be it about one break or about each of many.
 *
 * @param fields of the body, as the transaction keeps them
 */
record BreakAsked(Map<String, String> fields, Deciding decision) {

    static BreakAsked repair(Post post) {
        var body = post.jsonOrNothing();
        var wanted = RepairWanted.read(body);
        return new BreakAsked(body.done(), wanted.by(post.caller()));
    }

    static BreakAsked approval(Post post) {
        var body = post.jsonOrNothing();
        @Nullable Long attempt = body.optionalAmount("attempt").orElse(null);
        @Nullable String reason = body.optionalText("reason").orElse(null);
        var by = post.caller().principal();
        return new BreakAsked(
                body.done(),
                (found, at) ->
                        new ApproveRepair(
                                found.row().id(), by, attempt, reason, found.facts(), at));
    }

    static BreakAsked rejection(Post post) {
        var body = post.json();
        var reason = body.text("reason");
        var by = post.caller().principal();
        return new BreakAsked(
                body.done(), (found, at) -> new RejectRepair(found.row().id(), by, reason, at));
    }

    static BreakAsked dismissal(Post post) {
        var body = post.json();
        var reason = body.text("reason");
        var by = post.caller().principal();
        return new BreakAsked(
                body.done(),
                (found, at) -> new DismissBreak(found.row().id(), by, reason, found.facts(), at));
    }

    static BreakAsked assignment(Post post) {
        var body = post.json();
        var owner = body.text("owner");
        var by = post.caller().principal();
        return new BreakAsked(
                body.done(),
                (found, at) -> new AssignBreak(found.row().id(), by, owner, found.facts(), at));
    }
}
