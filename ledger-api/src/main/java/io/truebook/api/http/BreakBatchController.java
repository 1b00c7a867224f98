package io.truebook.api.http;

import io.truebook.api.http.BreakWishes.Deciding;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.DismissBreak;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same decision about all breaks of a filter, up to a limit, with an answer for each.
 *
 * <p>Each is decided by itself: what is refused for one holds up no other.
 */
@RestController
@RequestMapping(path = "/v1/breaks", produces = "application/json")
class BreakBatchController {

    private final TransactionGate gate;
    private final BreakBatches batches;
    private final BreakWishes wishes;

    BreakBatchController(TransactionGate gate, BreakBatches batches, BreakWishes wishes) {
        this.gate = gate;
        this.batches = batches;
        this.wishes = wishes;
    }

    @PostMapping("/repair")
    ResponseEntity<byte[]> repair(Post post, QueryReader query) {
        var body = post.jsonOrNothing();
        var wanted = RepairWanted.read(body);
        return decide(post, query, "propose-repairs", body.done(), wanted.by(post.caller()));
    }

    @PostMapping("/approve")
    ResponseEntity<byte[]> approve(Post post, QueryReader query) {
        var body = post.jsonOrNothing();
        @Nullable Long attempt = body.optionalAmount("attempt").orElse(null);
        @Nullable String reason = body.optionalText("reason").orElse(null);
        var by = post.caller().principal();
        return decide(
                post,
                query,
                "approve-repairs",
                body.done(),
                (found, at) ->
                        new ApproveRepair(
                                found.row().id(), by, attempt, reason, found.facts(), at));
    }

    @PostMapping("/dismiss")
    ResponseEntity<byte[]> dismiss(Post post, QueryReader query) {
        var body = post.json();
        var reason = body.text("reason");
        var by = post.caller().principal();
        return decide(
                post,
                query,
                "dismiss-breaks",
                body.done(),
                (found, at) -> new DismissBreak(found.row().id(), by, reason, found.facts(), at));
    }

    private ResponseEntity<byte[]> decide(
            Post post,
            QueryReader query,
            String name,
            Map<String, String> body,
            Deciding decision) {
        boolean dry = BreakFilter.isDryRun(query);
        var filter = BreakFilter.read(query, wishes.now());
        int limit = query.limit();
        query.done();
        if (dry) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(
                            Json.bytes(
                                    batches.tried(
                                            post.caller().tenant(), filter, limit, decision)));
        }
        return gate.pass(post, post.context(name, body), batches.wish(filter, limit, decision));
    }
}
