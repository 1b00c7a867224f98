package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakQueries;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What reconciliations have found, and what people decide about it. */
@RestController
@RequestMapping(path = "/v1/breaks", produces = "application/json")
class BreakController {

    private final TransactionGate gate;
    private final BreakWishes wishes;
    private final BreakQueries breaks;
    private final BreakCases cases;

    BreakController(
            TransactionGate gate, BreakWishes wishes, BreakQueries breaks, BreakCases cases) {
        this.gate = gate;
        this.wishes = wishes;
        this.breaks = breaks;
        this.cases = cases;
    }

    @GetMapping("/{id}")
    BreakResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return BreakResource.of(wishes.found(caller.tenant(), id), wishes.now());
    }

    @GetMapping("/{id}/history")
    BreakHistory history(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return BreakHistory.of(wishes.found(caller.tenant(), id).history());
    }

    @GetMapping
    Page<BreakResource> list(Caller caller, QueryReader query) {
        var now = wishes.now();
        var filter = BreakFilter.read(query, now);
        int limit = query.limit();
        var after = query.after(BreakFilter.ID).orElse("");
        query.done();
        var rows =
                breaks.list(
                        caller.tenant(),
                        filter.filter(),
                        filter.from(),
                        filter.to(),
                        after,
                        limit + 1);
        return Page.of(rows, limit, BreakQueries.BreakRow::id)
                .map(row -> BreakResource.of(cases.of(caller.tenant(), row), now));
    }

    @PostMapping("/{id}/repair")
    ResponseEntity<byte[]> repair(@PathVariable String id, Post post, QueryReader query) {
        return decide(id, post, query, "propose-repair", BreakAsked.repair(post));
    }

    @PostMapping("/{id}/approve")
    ResponseEntity<byte[]> approve(@PathVariable String id, Post post, QueryReader query) {
        return decide(id, post, query, "approve-repair", BreakAsked.approval(post));
    }

    @PostMapping("/{id}/reject")
    ResponseEntity<byte[]> reject(@PathVariable String id, Post post, QueryReader query) {
        return decide(id, post, query, "reject-repair", BreakAsked.rejection(post));
    }

    @PostMapping("/{id}/dismiss")
    ResponseEntity<byte[]> dismiss(@PathVariable String id, Post post, QueryReader query) {
        return decide(id, post, query, "dismiss-break", BreakAsked.dismissal(post));
    }

    @PostMapping("/{id}/assign")
    ResponseEntity<byte[]> assign(@PathVariable String id, Post post, QueryReader query) {
        return decide(id, post, query, "assign-break", BreakAsked.assignment(post));
    }

    private ResponseEntity<byte[]> decide(
            String id, Post post, QueryReader query, String name, BreakAsked asked) {
        boolean dry = BreakFilter.isDryRun(query);
        query.done();
        var tenant = post.caller().tenant();
        if (dry) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Json.bytes(wishes.tried(tenant, id, asked.decision())));
        }
        return gate.pass(
                post, post.context(name, asked.fields()), wishes.one(tenant, id, asked.decision()));
    }
}
