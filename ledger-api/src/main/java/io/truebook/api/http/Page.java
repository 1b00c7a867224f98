package io.truebook.api.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param nextCursor for {@code ?after=}; null on the last page
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    public Page {
        data = List.copyOf(data);
    }

    /** The page that ids make, of which one more was asked for than fits. */
    static Page<String> of(List<String> ids, int limit) {
        return of(ids, limit, Function.identity());
    }

    /** The page that rows make, of which one more was asked for than fits. */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        return rows.size() <= limit
                ? new Page<>(rows, null)
                : new Page<>(rows.subList(0, limit), cursor.apply(rows.get(limit - 1)));
    }

    <R> Page<R> map(Function<T, R> each) {
        return new Page<>(data.stream().map(each).toList(), nextCursor);
    }
}
