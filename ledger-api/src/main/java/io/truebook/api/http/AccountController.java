package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.balance.BalanceHistory;
import io.truebook.projection.balance.BalanceQueries;
import io.truebook.projection.balance.BalanceQueries.Account;
import io.truebook.projection.balance.BalanceQueries.Balance;
import io.truebook.projection.balance.Bound;
import io.truebook.projection.balance.PostingQueries;
import io.truebook.projection.balance.PostingQueries.Cursor;
import io.truebook.projection.balance.PostingQueries.PostingRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accounts, what stands on them, and how it got there. */
@RestController
@RequestMapping(path = "/v1/accounts", produces = "application/json")
class AccountController {

    private static final String NAME = "[A-Za-z0-9:._-]{1,160}";
    private static final String CURSOR = "[0-9]{1,18}-[0-9]{1,4}";

    /** An account. */
    record AccountResource(String account, String type, String normalSide, long journalPosition) {
        static AccountResource of(Account account) {
            return new AccountResource(
                    account.name(),
                    account.type(),
                    account.normalSide(),
                    account.journalPosition());
        }
    }

    /** An account's balances, in minor units of their currencies. */
    record BalancesResource(
            String account,
            String type,
            String normalSide,
            List<Balance> balances,
            long journalPosition) {}

    /**
     * A posting.
     *
     * @param balance of account and currency after it
     * @param originalAt when it would have counted from, had that day not been closed; else null
     * @param journalPosition index of the event it books
     */
    record PostingResource(
            String account,
            String currency,
            String layer,
            String side,
            long amount,
            long balance,
            long available,
            String item,
            Instant effectiveAt,
            @Nullable Instant originalAt,
            Instant recordedAt,
            long journalPosition) {
        static PostingResource of(PostingRow row) {
            return new PostingResource(
                    row.account(),
                    row.currency(),
                    row.layer(),
                    row.side(),
                    row.amount(),
                    row.balance(),
                    row.available(),
                    row.item(),
                    row.effectiveAt(),
                    row.originalAt(),
                    row.recordedAt(),
                    row.position());
        }
    }

    private final BalanceQueries balances;
    private final PostingQueries postings;
    private final BalanceHistory history;

    AccountController(BalanceQueries balances, PostingQueries postings, BalanceHistory history) {
        this.balances = balances;
        this.postings = postings;
        this.history = history;
    }

    @GetMapping
    Page<AccountResource> list(Caller caller, QueryReader query) {
        int limit = query.limit();
        var after = query.after(NAME).orElse("");
        query.done();
        var rows = balances.accounts(caller.tenant(), after, limit + 1);
        return Page.of(rows, limit, Account::name).map(AccountResource::of);
    }

    @GetMapping("/{name}")
    AccountResource get(@PathVariable String name, Caller caller, QueryReader query) {
        query.done();
        return AccountResource.of(find(caller, name).account());
    }

    /**
     * What stands on the account now; or, asked so, what counts up to a moment, what the journal
     * knew at a position or a time, or both.
     */
    @GetMapping("/{name}/balances")
    BalancesResource balances(@PathVariable String name, Caller caller, QueryReader query) {
        @Nullable Instant at = query.time("at").orElse(null);
        var known = KnownAt.read(query, history);
        query.done();
        var found = find(caller, name);
        if (at == null && known.isNow()) {
            return resource(found.account(), found.balances(), found.account().journalPosition());
        }
        long position = known.position(history);
        var bound = at == null ? Bound.END : Bound.upTo(at);
        var sums = history.before(found.account().id(), bound, position);
        var normalSide = found.account().normalSide();
        return resource(
                found.account(),
                sums.stream().map(currency -> currency.balance(normalSide)).toList(),
                position);
    }

    private static BalancesResource resource(
            Account account, List<Balance> balances, long position) {
        return new BalancesResource(
                account.name(), account.type(), account.normalSide(), balances, position);
    }

    @GetMapping("/{name}/postings")
    Page<PostingResource> postings(@PathVariable String name, Caller caller, QueryReader query) {
        int limit = query.limit();
        @Nullable String after = query.after(CURSOR).orElse(null);
        query.done();
        find(caller, name);
        var rows = postings.ofAccount(caller.tenant(), name, cursor(after), limit + 1);
        return Page.of(rows, limit, row -> row.position() + "-" + row.leg())
                .map(PostingResource::of);
    }

    private BalanceQueries.AccountBalances find(Caller caller, String name) {
        return balances.of(caller.tenant(), name)
                .orElseThrow(() -> QueryReader.notFound(Rejection.ACCOUNT_NOT_FOUND, name));
    }

    private static Cursor cursor(@Nullable String after) {
        if (after == null) {
            return Cursor.NEWEST;
        }
        var parts = after.split("-", 2);
        return new Cursor(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
    }
}
