package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.reconciliation.Period;
import io.truebook.projection.balance.BalanceHistory;
import io.truebook.projection.balance.BalanceQueries;
import io.truebook.projection.balance.BalanceQueries.Account;
import io.truebook.projection.balance.Bound;
import io.truebook.projection.balance.StatementQueries;
import io.truebook.projection.balance.StatementQueries.Subject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Statements of an account: page by page as JSON, whole as CSV. */
@RestController
@RequestMapping("/v1/accounts/{name}/statement")
class StatementController {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final Duration LONGEST = Duration.ofDays(367);
    private static final String CURSOR = "[0-9]{1,18}(-[0-9]{1,18}){2}-[0-9]{1,4}";

    private final BalanceQueries balances;
    private final BalanceHistory history;
    private final StatementQueries statements;

    StatementController(
            BalanceQueries balances, BalanceHistory history, StatementQueries statements) {
        this.balances = balances;
        this.history = history;
        this.statements = statements;
    }

    /** What was asked for, checked. */
    private record Wanted(Account account, Subject subject, Period period, Bound start) {}

    @GetMapping(produces = {"application/json", "text/csv"})
    @Nullable StatementResource get(
            @PathVariable String name,
            Caller caller,
            QueryReader query,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept,
            HttpServletResponse response)
            throws IOException {
        boolean csv = wantsCsv(accept);
        int limit = csv && query.has("limit") ? -1 : query.limit();
        var wanted = read(name, caller, query, csv);
        if (csv) {
            response.setContentType(CSV.toString());
            StatementCsv.write(
                    wanted.account, wanted.subject, statements, response.getOutputStream());
            return null;
        }
        var summary = statements.summary(wanted.subject);
        var lines =
                Page.of(
                        statements.lines(wanted.subject, wanted.start, limit + 1),
                        limit,
                        last -> cursor(wanted.subject, last));
        return StatementResource.of(
                wanted.account,
                wanted.subject,
                wanted.period,
                summary,
                lines.data(),
                lines.nextCursor());
    }

    private Wanted read(String name, Caller caller, QueryReader query, boolean csv) {
        var from = query.required("from");
        var to = query.required("to");
        var currency = query.required("currency");
        var zone = query.text("time_zone").orElse(RequestedPeriod.DEFAULT_ZONE);
        var known = KnownAt.read(query, history);
        @Nullable String after = csv ? null : query.after(CURSOR).orElse(null);
        query.done();
        var period = micros(RequestedPeriod.between(from, to, zone, LONGEST));
        var code =
                CurrencyTable.find(currency)
                        .orElseThrow(
                                () -> InvalidRequest.field("currency", "has to be one of ISO 4217"))
                        .code();
        var account =
                balances.of(caller.tenant(), name)
                        .orElseThrow(() -> QueryReader.notFound(Rejection.ACCOUNT_NOT_FOUND, name))
                        .account();
        long position = after == null ? known.position(history) : position(after, known);
        var subject =
                new Subject(
                        account.id(),
                        account.normalSide(),
                        code,
                        period.from(),
                        period.to(),
                        position);
        var start = after == null ? Bound.before(period.from()) : start(after, period);
        return new Wanted(account, subject, period, start);
    }

    /** The journal keeps no finer times, so a finer bound would mean another one. */
    private static Period micros(Period period) {
        var from = period.from().truncatedTo(ChronoUnit.MICROS);
        var to = period.to().truncatedTo(ChronoUnit.MICROS);
        if (!from.isBefore(to)) {
            throw InvalidRequest.field("to", "has to be after from");
        }
        return new Period(from, to, period.zone());
    }

    private static String cursor(Subject subject, StatementQueries.Line last) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.effectiveAt());
        return "%d-%d-%d-%d".formatted(subject.position(), micros, last.position(), last.leg());
    }

    /** Later pages know what the first one knew. */
    private long position(String after, KnownAt known) {
        long position = Long.parseLong(after.split("-", 2)[0]);
        boolean other = !known.isNow() && known.position(history) != position;
        if (other || position > history.head()) {
            throw InvalidRequest.field("after", "has to be a next_cursor of this statement");
        }
        return position;
    }

    private static Bound start(String after, Period period) {
        var parts = after.split("-", 4);
        var at = Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS);
        if (!period.contains(at)) {
            throw InvalidRequest.field("after", "has to be a next_cursor of this statement");
        }
        return new Bound(at, Long.parseLong(parts[2]), Integer.parseInt(parts[3]) + 1);
    }

    /** The first form the client names that there is; JSON where it does not care. */
    private static boolean wantsCsv(String accept) {
        try {
            for (var wanted : MediaType.parseMediaTypes(accept)) {
                if (wanted.includes(MediaType.APPLICATION_JSON)) {
                    return false;
                }
                if (wanted.includes(CSV)) {
                    return true;
                }
            }
        } catch (InvalidMediaTypeException malformed) {
            // As if none had been named that there is.
        }
        throw new CommandRejected(
                Rejection.NOT_ACCEPTABLE, "There is application/json and text/csv");
    }
}
