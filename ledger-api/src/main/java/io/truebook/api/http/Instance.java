package io.truebook.api.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The address a problem is about, as it was asked for but without its query. */
final class Instance {

    private static final String HIDDEN = "/";
    private static final int MAX_LENGTH = 512;

    private Instance() {}

    static String of(HttpServletRequest request) {
        var original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = original instanceof String first ? first : request.getRequestURI();
        return path == null || path.length() > MAX_LENGTH || CardNumbers.foundIn(decoded(path))
                ? HIDDEN
                : path;
    }

    /** What a text of an address means, for looking only. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
