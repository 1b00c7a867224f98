package io.truebook.projection.store;

import io.truebook.ledger.money.Money;
import io.truebook.projection.store.RowSet.Column;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The breaks of operations that a batch opens or closes, each once: as it was left. */
final class BatchFoundBreaks {

    static final String UPSERT =
            """
            insert into truebook.operation_break (break_id, tenant, connection, code, status, object,
                ledger_minor, ledger_currency, provider_minor, provider_currency, amount_minor,
                currency, charge_id, evidence, rule_version, occurred_at, first_seen_at,
                last_position)
            select b, t, n, c, s, o, lm, lc, pm, pc, am, ac, h, e, r,
                timestamptz 'epoch' + d * interval '1 microsecond',
                timestamptz 'epoch' + f * interval '1 microsecond', i
            from {rows}
            on conflict (break_id) do update
            set status = excluded.status, ledger_minor = excluded.ledger_minor,
                ledger_currency = excluded.ledger_currency,
                provider_minor = excluded.provider_minor,
                provider_currency = excluded.provider_currency,
                amount_minor = excluded.amount_minor, currency = excluded.currency,
                evidence = excluded.evidence, rule_version = excluded.rule_version,
                occurred_at = excluded.occurred_at, last_position = excluded.last_position\
            """;

    private record Found(String tenant, FoundBreak row, long index) {}

    private final Map<String, Found> found = new LinkedHashMap<>();

    static Column[] columns() {
        return new Column[] {
            Column.text("b"),
            Column.text("t"),
            Column.text("n"),
            Column.text("c"),
            Column.text("s"),
            Column.text("o"),
            Column.bigint("lm"),
            Column.text("lc"),
            Column.bigint("pm"),
            Column.text("pc"),
            Column.bigint("am"),
            Column.text("ac"),
            Column.text("h"),
            Column.text("e"),
            Column.bigint("r"),
            Column.bigint("d"),
            Column.bigint("f"),
            Column.bigint("i")
        };
    }

    void add(Append append, long lastIndex) {
        for (var row : append.rows().foundBreaks()) {
            found.put(row.breakId(), new Found(append.tenant(), row, lastIndex));
        }
    }

    void writeTo(BatchWrite write) {
        found.forEach((id, last) -> {
            var row = last.row;
            var facts = row.facts();
            write.add(
                    BatchTable.OPERATION_BREAK,
                    id,
                    last.tenant,
                    facts.connection(),
                    facts.code().name(),
                    row.status(),
                    facts.object(),
                    minor(facts.ledger()),
                    currency(facts.ledger()),
                    minor(facts.provider()),
                    currency(facts.provider()),
                    facts.amount().minor(),
                    facts.amount().currency().code(),
                    facts.chargeId(),
                    facts.evidence(),
                    (long) facts.ruleVersion(),
                    Micros.of(facts.occurredAt()),
                    Micros.of(facts.firstSeenAt()),
                    last.index);
        });
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minor();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency().code();
    }
}
