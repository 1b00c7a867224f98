package io.truebook.ledger.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the provider itself is, as far as an answer that says nothing of the operation lets it show.
 *
 * <p>It paces later calls and decides nothing about money. A pause is what the provider asked for;
 * null: it named none.
 */
public sealed interface Strain {

    /** It works; the reason lay in the one request. */
    record None() implements Strain {}

    /** Nobody called it, so nothing was seen of it. */
    record Unseen() implements Strain {}

    /** It works and cannot take this one request now. */
    record Busy(@Nullable Duration pause) implements Strain {}

    /** It gets too many calls of this account. */
    record Throttled(@Nullable Duration pause) implements Strain {}

    /** It could not be reached, broke, or does not let this account in. */
    record Away() implements Strain {}

    /** How long the provider asked this request to wait. */
    default Duration asked() {
        var pause =
                switch (this) {
                    case Busy busy -> busy.pause();
                    case Throttled throttled -> throttled.pause();
                    case None _, Unseen _, Away _ -> null;
                };
        return pause == null ? Duration.ZERO : pause;
    }
}
