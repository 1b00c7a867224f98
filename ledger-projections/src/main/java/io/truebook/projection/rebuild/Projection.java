package io.truebook.projection.rebuild;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Something that is derived from the events and can be derived again. */
interface Projection {

    /** What an operator calls it. */
    String name();

    List<DerivedTable> tables();

    /**
     * Writes into the new tables what the events behind one position and up to another lead to.
     *
     * <p>Called for adjoining stretches from the first event on, on a connection whose transaction
     * the caller commits.
     */
    void derive(Connection work, long after, long upTo) throws SQLException;

    /**
     * Up to where the old tables can be expected to be, once nothing moves; events of the journal
     * behind it are not compared.
     */
    default long reached(Connection connection, long head) throws SQLException {
        return head;
    }

    /** The last change before the new tables are in use; the old ones are locked and complete. */
    default void beforeSwap(Connection swap, long position) throws SQLException {}
}
