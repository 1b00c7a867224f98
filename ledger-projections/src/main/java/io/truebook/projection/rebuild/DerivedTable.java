package io.truebook.projection.rebuild;

import java.util.List;

/**
 * A table whose rows follow from the events.
 *
 * @param key columns that name a row
 * @param columns what follows from the events; others hold work in progress
 * @param touched condition on a row {@code r}: it may have changed behind the position {@code
 *     {position}}; it holds on both sides or on neither
 */
record DerivedTable(String name, List<String> key, List<String> columns, String touched) {

    /** Rows of a payment change with its events. */
    static final String WITH_ITS_PAYMENT =
            """
            r.payment_id in (select aggregate_id from truebook.journal_event
                where global_index > {position})\
            """;

    /** Where the new table is made. */
    static final String MADE_IN = "truebook_rebuild";

    /** Where the old table waits to be dropped. */
    static final String PUT_IN = "truebook_replaced";

    DerivedTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    String live() {
        return "truebook." + name;
    }

    String made() {
        return MADE_IN + "." + name;
    }

    String replaced() {
        return PUT_IN + "." + name;
    }
}
