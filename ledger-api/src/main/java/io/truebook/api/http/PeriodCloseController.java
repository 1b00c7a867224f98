package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.books.Books;
import io.truebook.ledger.books.BooksCommand.ClosePeriod;
import io.truebook.projection.balance.PeriodCloses;
import io.truebook.projection.reconciliation.OutstandingWork;
import io.truebook.projection.store.CommandContext;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Closes the books up to a day, for good, and shows what was closed. */
@RestController
@RequestMapping(path = "/v1/period-closes", produces = "application/json")
class PeriodCloseController {

    private static final String NUMBER = "[0-9]{1,9}";

    private final TransactionGate gate;
    private final Commands commands;
    private final PeriodCloses closes;
    private final OutstandingWork work;
    private final Clock clock;

    PeriodCloseController(
            TransactionGate gate,
            Commands commands,
            PeriodCloses closes,
            OutstandingWork work,
            Clock clock) {
        this.gate = gate;
        this.commands = commands;
        this.closes = closes;
        this.work = work;
        this.clock = clock;
    }

    @PostMapping(consumes = "application/json")
    ResponseEntity<byte[]> create(Post post) {
        var body = post.json();
        var through = body.text("through");
        var zoneName = body.textOr("time_zone", RequestedPeriod.DEFAULT_ZONE);
        @Nullable String despite = body.optionalText("despite").orElse(null);
        var context = post.context("close-period", body.done());
        var day = RequestedPeriod.day("through", through);
        var zone = RequestedPeriod.zone(zoneName);
        var tenant = post.caller().tenant();
        var now = clock.instant();
        var end = day.plusDays(1).atStartOfDay(zone).toInstant();
        var wish =
                new CloseWish(
                        commands,
                        () ->
                                new ClosePeriod(
                                        Books.idOf(tenant),
                                        tenant,
                                        NewId.of("pcl_", now),
                                        day,
                                        zone,
                                        post.caller().principal(),
                                        work.before(tenant, end),
                                        despite,
                                        now));
        return gate.pass(post, context, wish);
    }

    @GetMapping
    Page<PeriodCloseResource> list(Caller caller, QueryReader query) {
        int limit = query.limit();
        long before = query.after(NUMBER).map(Long::parseLong).orElse(Long.MAX_VALUE);
        query.done();
        var found = closes.list(caller.tenant(), before, limit + 1);
        return Page.of(found, limit, at -> Long.toString(at.number()))
                .map(at -> PeriodCloseResource.of(at.close(), at.position()));
    }

    /** Decided once: the journal refuses a second use of the transaction id. */
    private record CloseWish(Commands commands, Supplier<ClosePeriod> command) implements Wish {

        @Override
        public boolean isGuardedByJournal() {
            return true;
        }

        @Override
        public void execute(CommandContext context) {
            commands.send(command.get(), context);
        }

        /** Whatever is accepted has an event, and with it its answer. */
        @Override
        public Settled settled() {
            throw new IllegalStateException("A period was closed without an event");
        }
    }
}
