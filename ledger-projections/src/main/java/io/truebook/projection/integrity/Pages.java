package io.truebook.projection.integrity;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table in order, fetched page by page as they are needed. */
final class Pages<R> {

    /** Gives the rows after this one, null for the first; none at the end. */
    interface Query<R> {
        List<R> after(@Nullable R last) throws SQLException;
    }

    private final Query<R> query;
    private List<R> page = List.of();
    private int at;
    private @Nullable R last;
    private boolean ended;

    Pages(Query<R> query) {
        this.query = query;
    }

    /** The current row; null after the last one. */
    @Nullable R peek() throws SQLException {
        if (at == page.size() && !ended) {
            page = query.after(last);
            at = 0;
            ended = page.isEmpty();
        }
        return at < page.size() ? page.get(at) : null;
    }

    /** Goes on to the next row; there has to be a current one. */
    void next() {
        last = page.get(at++);
    }
}
