package io.truebook.ledger.books;

import java.util.List;

/**
 * What an accountant would want to see done before a period is closed.
 *
 * @param openBreaks differences of the period that nobody has ended
 * @param notReconciled connections with bookings in the period that no run has looked at up to its
 *     end
 */
public record Outstanding(long openBreaks, List<String> notReconciled) {

    public static final Outstanding NOTHING = new Outstanding(0, List.of());

    public Outstanding {
        notReconciled = List.copyOf(notReconciled);
    }

    boolean nothingIs() {
        return openBreaks == 0 && notReconciled.isEmpty();
    }

    /** In words, for whoever wants to close. */
    String inWords() {
        var connections = String.join(", ", notReconciled);
        if (openBreaks == 0) {
            return "Not reconciled up to its end: " + connections;
        }
        var breaks = "Breaks that are not ended: " + openBreaks;
        return notReconciled.isEmpty()
                ? breaks
                : breaks + "; not reconciled up to its end: " + connections;
    }
}
