package io.truebook.api.http;

import static io.truebook.ledger.decision.Rejection.BREAK_NOT_FOUND;

import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.reconciliation.BreakCommand;
import io.truebook.projection.outbox.FoldedPayments;
import io.truebook.projection.reconciliation.BreakCases;
import io.truebook.projection.reconciliation.BreakCases.Case;
import io.truebook.projection.store.CommandContext;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;

/** What clients want of breaks: one at a time, only tried, or many at once. */
final class BreakWishes {

    /** A decision about a break as it is, made at a time. */
    interface Deciding extends BiFunction<Case, Instant, BreakCommand> {}

    private final Commands commands;
    private final BreakCases cases;
    private final FoldedPayments payments;
    private final Clock clock;

    BreakWishes(Commands commands, BreakCases cases, FoldedPayments payments, Clock clock) {
        this.commands = commands;
        this.cases = cases;
        this.payments = payments;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** One decision; the journal lets it happen once. */
    Wish one(String tenant, String id, Deciding decision) {
        return new One(tenant, id, decision);
    }

    /** What a decision would do; changes nothing and uses no transaction id up. */
    DryRun tried(String tenant, String id, Deciding decision) {
        var found = found(tenant, id);
        return DryRun.of(tenant, found.state(), decision.apply(found, now()), this::payment);
    }

    Case found(String tenant, String id) {
        return cases.of(tenant, id).orElseThrow(() -> QueryReader.notFound(BREAK_NOT_FOUND, id));
    }

    /** Returns when the decision is durable; a refusal is thrown in the catalogue's words. */
    void send(BreakCommand command, CommandContext context) {
        commands.send(command, context);
    }

    private Payment payment(String id) {
        return payments.of(id);
    }

    private final class One implements Wish {

        private final String tenant;
        private final String id;
        private final Deciding decision;

        One(String tenant, String id, Deciding decision) {
            this.tenant = tenant;
            this.id = id;
            this.decision = decision;
        }

        @Override
        public boolean isGuardedByJournal() {
            return true;
        }

        @Override
        public void execute(CommandContext context) {
            send(decision.apply(found(tenant, id), now()), context);
        }

        /** There was nothing to decide. */
        @Override
        public Settled settled() {
            var body = Json.bytes(BreakResource.of(found(tenant, id), now()));
            return new Settled(id, 200, _ -> body);
        }
    }
}
