package io.truebook.api.http;

import static io.truebook.ledger.decision.Rejection.BANK_ENTRY_NOT_FOUND;

import io.truebook.api.reconciliation.BankLeg;
import io.truebook.api.security.Caller;
import io.truebook.ledger.reconciliation.BankMatching.Rule;
import io.truebook.projection.reconciliation.BankEntryQueries;
import io.truebook.projection.reconciliation.BankEntryQueries.BankEntryRow;
import io.truebook.projection.reconciliation.BankEntryQueries.Cursor;
import io.truebook.projection.store.CommandContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Entries of bank statements: which payouts they were taken for, and that they are not. */
@RestController
@RequestMapping(path = "/v1/bank-entries", produces = "application/json")
class BankEntryController {

    static final List<String> RULES = Arrays.stream(Rule.values()).map(Rule::code).toList();

    private static final String CURSOR = "2[01][0-9]{2}-[0-9]{2}-[0-9]{2}:bke_[0-9a-z]{1,64}";

    private final TransactionGate gate;
    private final BankLeg leg;
    private final BankEntryQueries entries;

    BankEntryController(TransactionGate gate, BankLeg leg, DataSource dataSource) {
        this.gate = gate;
        this.leg = leg;
        this.entries = new BankEntryQueries(dataSource);
    }

    @GetMapping
    Page<BankEntryResource> list(Caller caller, QueryReader query) {
        @Nullable String payout = query.text("payout").orElse(null);
        @Nullable String rule = query.choice("rule", RULES).orElse(null);
        int limit = query.limit();
        @Nullable Cursor after = query.after(CURSOR).map(BankEntryController::cursor).orElse(null);
        query.done();
        var found = entries.list(caller.tenant(), payout, rule, after, limit + 1);
        return Page.of(found, limit, entry -> entry.bookedOn() + ":" + entry.id())
                .map(BankEntryResource::of);
    }

    @GetMapping("/{id}")
    BankEntryResource get(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return BankEntryResource.of(find(caller.tenant(), id));
    }

    @PostMapping(path = "/{id}/unmatch", consumes = "application/json")
    ResponseEntity<byte[]> unmatch(@PathVariable String id, Post post) {
        var body = post.json();
        var payout = body.text("payout");
        var reason = body.text("reason");
        var context = post.context("unmatch-bank-entry", body.done());
        return gate.pass(post, context, new Unmatching(post.caller(), id, payout, reason));
    }

    private BankEntryRow find(String tenant, String id) {
        return entries.of(tenant, id)
                .orElseThrow(() -> QueryReader.notFound(BANK_ENTRY_NOT_FOUND, id));
    }

    private static Cursor cursor(String text) {
        var day = text.substring(0, 10);
        try {
            return new Cursor(LocalDate.parse(day), text.substring(11));
        } catch (DateTimeException impossible) {
            throw InvalidRequest.field("after", "has to be a next_cursor of this list");
        }
    }

    /** Done again after a crash it changes nothing: the payout is named. */
    private final class Unmatching implements Wish {

        private final Caller caller;
        private final String id;
        private final String payout;
        private final String reason;

        Unmatching(Caller caller, String id, String payout, String reason) {
            this.caller = caller;
            this.id = id;
            this.payout = payout;
            this.reason = reason;
        }

        @Override
        public void execute(CommandContext context) {
            leg.unmatch(caller.tenant(), id, payout, caller.principal(), reason);
        }

        @Override
        public Settled settled() {
            var body = Json.bytes(BankEntryResource.of(find(caller.tenant(), id)));
            return new Settled(id, 200, _ -> body);
        }
    }
}
