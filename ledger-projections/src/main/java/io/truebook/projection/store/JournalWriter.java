package io.truebook.projection.store;

/**
 * Makes the changes of all commands that wait right now durable in one transaction.
 *
 * <p>The only writer of the journal on this node.
 */
public final class JournalWriter {

    private final AnswerBell bell = new AnswerBell();

    AnswerBell bell() {
        return bell;
    }

    AppendResult append(Append append) {
        return new AppendResult.NotTaken("The writer takes no " + append.weight() + " rows yet");
    }
}
