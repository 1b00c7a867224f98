package io.truebook.api.provider.stripe;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of Stripe's API we can read: those up to the one we were written for, and later
 * ones of the same release train, which only add to it.
 */
final class StripeVersions {

    private static final String WRITTEN_FOR = "2026-07-29";
    private static final String TRAIN = ".dahlia";
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(\\.[a-z]+)?");

    private StripeVersions() {}

    static boolean isReadable(@Nullable String version) {
        return version != null
                && VERSION.matcher(version).matches()
                && (version.endsWith(TRAIN)
                        || version.substring(0, 10).compareTo(WRITTEN_FOR) <= 0);
    }
}
