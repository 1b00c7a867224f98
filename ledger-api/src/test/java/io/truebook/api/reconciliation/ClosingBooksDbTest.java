package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.LedgerFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every row of the table of postings, in any order and more than once, through the store: once all
 * is settled, paid out and the merchant is paid, nothing is left but the result.
 */
@Tag("database")
class ClosingBooksDbTest {

    /** A fact that is too early is offered again, as a wish that is refused. */
    private static final int ROUNDS = 8;

    private final LedgerFixture ledger = new LedgerFixture();
    private final BookedYear year = new BookedYear(ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_order_all_of_it_comes_in_only_the_result_is_left(long seed) {
        var random = new Random(seed);
        var steps = new ArrayList<>(year.steps());
        Set<String> done = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(steps, random);
            for (var step : steps) {
                if (done.containsAll(step.after()) && step.happens(round)) {
                    done.add(step.name());
                }
            }
        }
        assertThat(done).hasSameSizeAs(steps);

        for (var currency : new String[] {"EUR", "USD"}) {
            year.payOut(currency, balance("provider:stripe:clearing", currency));
        }
        year.payMerchant(-balance("merchant:acme:payable", "EUR"));

        assertThat(openItems()).isEmpty();
        assertThat(heldAnywhere()).isZero();
        assertThat(left("EUR"))
                .containsOnly(
                        // 55 and 15 of disputes, of which 20 and 15 were given back, and 15 more.
                        Map.entry("provider:stripe:fees", 50L),
                        Map.entry("platform:losses", 80L),
                        Map.entry("platform:gains", -45L),
                        Map.entry("platform:fx_position", 1_999L),
                        Map.entry("platform:bank", -(50L + 80 - 45 + 1_999)));
        assertThat(left("USD"))
                .containsOnly(
                        Map.entry("provider:stripe:fees", 88L),
                        Map.entry("platform:fx_position", -2_199L),
                        Map.entry("platform:fx_result", -1L),
                        Map.entry("platform:bank", -(88L - 2_199 - 1)));
    }

    private long balance(String account, String currency) {
        return booked(currency).getOrDefault(account, 0L);
    }

    /** What has left the provider is as good as in the bank, which has the last word of it. */
    private Map<String, Long> left(String currency) {
        var balances = booked(currency);
        var onItsWay = balances.remove("provider:stripe:in_transit");
        if (onItsWay != null) {
            balances.merge("platform:bank", onItsWay, Long::sum);
        }
        return balances;
    }

    /** By the debit side, without what is at nothing. */
    private Map<String, Long> booked(String currency) {
        var balances = new TreeMap<String, Long>();
        ledger.jdbc
                .sql(
                        """
                        select a.name, b.posted_debits - b.posted_credits
                        from truebook.account_balance b join truebook.account a using (account_id)
                        where b.currency = ? and b.posted_debits <> b.posted_credits
                        """)
                .param(currency)
                .query((row, _) -> balances.put(row.getString(1), row.getLong(2)))
                .list();
        return balances;
    }

    private long heldAnywhere() {
        return ledger.jdbc
                .sql("select sum(pending_debits + pending_credits) from truebook.account_balance")
                .query(Long.class)
                .single();
    }

    /** Items that have to net to nothing and do not. */
    private Set<String> openItems() {
        return ledger.jdbc
                .sql(
                        """
                        select a.name || ' ' || p.item || ' ' || p.currency
                        from truebook.posting p join truebook.account a using (account_id)
                        where p.layer = 'posted' and (a.name like '%:refunds\\_pending'
                            or a.name like '%:disputes' or a.name like 'suspense:%'
                            or a.name like '%:payout\\_in\\_transit')
                        group by a.name, p.item, p.currency
                        having sum(case p.side when 'debit' then p.amount_minor
                            else -p.amount_minor end) <> 0
                        """)
                .query(String.class)
                .set();
    }
}
