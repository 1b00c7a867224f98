package io.truebook.api.operations;

/** One verb of {@code java -jar ledger-api.jar <verb> ...}: does its work and ends the process. */
public interface Subcommand {

    /** The command did what it was asked to. */
    int OK = 0;

    /** It ran and found something that a person must look at. */
    int FOUND = 1;

    /** It could not run. */
    int FAILED = 2;

    String name();

    /** One line for the list of commands. */
    String summary();

    /** False for a command that must work where there is neither ledger nor configuration. */
    default boolean readsSettings() {
        return true;
    }

    /** The exit code: {@link #OK}, {@link #FOUND} or {@link #FAILED}. */
    int run(Invocation invocation) throws Exception;
}
