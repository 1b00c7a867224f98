package io.truebook.api.http;

import io.truebook.api.http.BreakBatches.Meant;
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
        return decide(post, query, "propose-repairs", BreakAsked.repair(post));
    }

    @PostMapping("/approve")
    ResponseEntity<byte[]> approve(Post post, QueryReader query) {
        return decide(post, query, "approve-repairs", BreakAsked.approval(post));
    }

    @PostMapping("/dismiss")
    ResponseEntity<byte[]> dismiss(Post post, QueryReader query) {
        return decide(post, query, "dismiss-breaks", BreakAsked.dismissal(post));
    }

    private ResponseEntity<byte[]> decide(
            Post post, QueryReader query, String name, BreakAsked asked) {
        boolean dry = BreakFilter.isDryRun(query);
        var filter = BreakFilter.read(query, wishes.now());
        int limit = query.limit();
        var meant = new Meant(filter, query.after(BreakFilter.ID).orElse(""), limit);
        query.done();
        if (dry) {
            var tried = batches.tried(post.caller().tenant(), meant, asked.decision());
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Json.bytes(tried));
        }
        return gate.pass(
                post, post.context(name, asked.fields()), batches.wish(meant, asked.decision()));
    }
}
