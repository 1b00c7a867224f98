package io.truebook.api.simulator;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list of one kind of object, as Stripe answers it.
 *
 * @param filters parameters that narrow it, each a field of the object; any other but a list's own
 *     is refused
 */
record ObjectList(
        Books books, Expansion expansion, String kind, String path, List<String> filters) {

    ApiAnswer answer(ApiRequest request, Effects effects) {
        Form form = request.form();
        Map<String, String> wanted = filters(form, filters);
        Listing listing = Listing.of(form);
        List<ObjectNode> rows =
                books.list(kind, wanted, listing).stream().map(Effects.Stored::body).toList();
        return ApiAnswer.ok(expansion.expand(effects, listing.page(path, rows), form));
    }

    /** Those that were given, in their order here. */
    static Map<String, String> filters(Form form, List<String> names) {
        var allowed = new HashSet<>(Listing.PARAMETERS);
        allowed.addAll(names);
        form.allowOnly(allowed);
        var given = new LinkedHashMap<String, String>();
        for (String name : names) {
            String value = form.text(name);
            if (value != null) {
                given.put(name, value);
            }
        }
        return given;
    }
}
