package io.truebook.api.reconciliation;

import java.util.function.Consumer;

/** The lines of a report, in their order, as often as they are asked for. */
@FunctionalInterface
interface ReportLines {
    void forEach(Consumer<ReportDocument.Line> each);
}
