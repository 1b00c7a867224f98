package io.truebook.api.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a list is asked for: newest first, a page of 1-100 (10 unless told), a range of seconds,
 * after or before an id.
 */
record Listing(
        int limit,
        @Nullable String startingAfter,
        @Nullable String endingBefore,
        @Nullable Long createdFrom,
        @Nullable Long createdBelow) {

    static final Set<String> PARAMETERS =
            Set.of("limit", "starting_after", "ending_before", "created", "expand");

    static Listing of(Form form) {
        Long limit = form.integer("limit");
        if (limit != null && (limit < 1 || limit > 100)) {
            throw StripeError.invalid(
                    "parameter_invalid_integer",
                    "limit",
                    "Invalid integer: limit must be between 1 and 100.");
        }
        Long exact = form.integer("created");
        Long from = exact != null ? exact : bound(form, "created[gte]", "created[gt]", 1);
        Long below =
                exact != null
                        ? Long.valueOf(exact + 1)
                        : bound(form, "created[lt]", "created[lte]", 1);
        return new Listing(
                limit == null ? 10 : limit.intValue(),
                form.text("starting_after"),
                form.text("ending_before"),
                from,
                below);
    }

    private static @Nullable Long bound(Form form, String plain, String shifted, long shift) {
        Long value = form.integer(plain);
        if (value != null) {
            return value;
        }
        Long other = form.integer(shifted);
        return other == null ? null : Long.valueOf(other + shift);
    }

    /** One row more than the page is read, to know whether there are more. */
    void restrict(String table, StringBuilder where, Map<String, Object> params) {
        if (createdFrom != null) {
            where.append(" and created_s >= :created_from");
            params.put("created_from", createdFrom);
        }
        if (createdBelow != null) {
            where.append(" and created_s < :created_below");
            params.put("created_below", createdBelow);
        }
        if (startingAfter != null) {
            where.append(" and (created_s, seq) < (select created_s, seq from ")
                    .append(table)
                    .append(" where id = :starting_after)");
            params.put("starting_after", startingAfter);
        }
        if (endingBefore != null) {
            where.append(" and (created_s, seq) > (select created_s, seq from ")
                    .append(table)
                    .append(" where id = :ending_before)");
            params.put("ending_before", endingBefore);
        }
        String order = backwards() ? "asc" : "desc";
        where.append(" order by created_s ").append(order).append(", seq ").append(order);
        where.append(" limit ").append(limit + 1);
    }

    private boolean backwards() {
        return endingBefore != null && startingAfter == null;
    }

    /** Stripe's list object around the rows read for this page. */
    ObjectNode page(String url, List<ObjectNode> rows) {
        List<ObjectNode> page = rows.subList(0, Math.min(limit, rows.size()));
        ObjectNode body = Json.object();
        body.put("object", "list");
        var data = body.putArray("data");
        (backwards() ? page.reversed() : page).forEach(data::add);
        body.put("has_more", rows.size() > limit);
        body.put("url", url);
        return body;
    }
}
