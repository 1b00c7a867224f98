package io.truebook.api.operations;

import java.util.List;

/** Lines for the terminal once Truebook is ready: an address, or a key that is shown only once. */
@FunctionalInterface
public interface StartupNotice {

    /** Label and value, padded like {@code "API http://..."}; none when there is nothing to say. */
    List<String> lines();
}
