package io.truebook.ledger.payment;

import java.util.List;

/**
 * Which of our operations an event answers.
 *
 * @param operations answered for the first time; they are closed from here on
 * @param corrected answered before, and differently: the stored answer is replaced
 */
public record Answered(List<String> operations, List<String> corrected) {

    static final Answered NONE = new Answered(List.of(), List.of());

    public Answered {
        operations = List.copyOf(operations);
        corrected = List.copyOf(corrected);
    }

    static Answered first(List<String> operations) {
        return new Answered(operations, List.of());
    }

    static Answered anew(List<String> operations) {
        return new Answered(List.of(), operations);
    }
}
