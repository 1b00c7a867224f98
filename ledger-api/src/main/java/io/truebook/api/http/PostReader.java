package io.truebook.api.http;

import static java.util.Objects.requireNonNull;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a handler its {@link Post}, and the {@link Caller} of every request. */
final class PostReader implements HandlerMethodArgumentResolver {

    private static final int MAX_JSON_BYTES = 64 * 1024;
    private static final byte[] NOT_READ = {};

    private final RequestHashes hashes;

    PostReader(RequestHashes hashes) {
        this.hashes = hashes;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        var type = parameter.getParameterType();
        return type == Post.class || type == Caller.class || type == QueryReader.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        var request = requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        var type = parameter.getParameterType();
        if (type == QueryReader.class) {
            return QueryReader.of(request);
        }
        var caller = (Caller) requireNonNull(request.getAttribute(Caller.ATTRIBUTE), "no caller");
        if (type == Caller.class) {
            return caller;
        }
        if (parameter.hasParameterAnnotation(BodyApart.class)) {
            return post(request, caller, NOT_READ);
        }
        var bound = parameter.getParameterAnnotation(MaxBytes.class);
        return post(request, caller, body(request, bound == null ? MAX_JSON_BYTES : bound.value()));
    }

    private Post post(HttpServletRequest request, Caller caller, byte[] body) {
        var id =
                TransactionIdHeader.read(
                        Collections.list(request.getHeaders(TransactionIdHeader.NAME)));
        return new Post(
                caller,
                id,
                Preference.read(Collections.list(request.getHeaders("Prefer"))),
                request.getMethod(),
                request.getServletPath(),
                QueryReader.of(request).canonical(),
                request.getContentType(),
                body,
                hashes);
    }

    /** Counts what arrives; what the client says about the length is only good for a quick no. */
    private static byte[] body(HttpServletRequest request, int maxBytes) throws IOException {
        if (request.getContentLengthLong() <= maxBytes) {
            byte[] bytes = request.getInputStream().readNBytes(maxBytes + 1);
            if (bytes.length <= maxBytes) {
                return bytes;
            }
        }
        throw new CommandRejected(
                Rejection.BODY_TOO_LARGE, "At most " + maxBytes + " bytes are read");
    }
}
