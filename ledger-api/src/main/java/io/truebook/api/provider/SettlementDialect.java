package io.truebook.api.provider;

import io.truebook.projection.reconciliation.SettlementLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one provider writes its settlement files. */
public interface SettlementDialect {

    /** Without these columns a file is refused; the first is what rows are told apart by. */
    List<String> required();

    /** A reader for the lines of one file, below its header. */
    Sheet sheet(SettlementColumns columns);

    /** One file, line by line in its order. */
    interface Sheet {

        /**
         * What a line says; a category nobody knows is kept, for the comparison to list.
         *
         * @throws SettlementFileInvalid when it cannot be read or does not add up
         */
        SettlementLine read(SettlementCells cells);

        /** What is known of the file after its last line. */
        Ending ending();
    }

    /**
     * What a file turned out to be.
     *
     * @param batch the number the provider counts it by; null where it does not
     */
    record Ending(String reportType, @Nullable Long batch) {}
}
