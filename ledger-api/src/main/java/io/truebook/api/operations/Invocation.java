package io.truebook.api.operations;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What a subcommand was called with.
 *
 * @param arguments those after the command's name, without settings such as {@code --truebook.…}
 * @param environment settings from the command line, the environment and application.yml
 */
public record Invocation(
        List<String> arguments, Environment environment, PrintStream out, PrintStream err) {

    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /** The word after {@code --name}, or what follows {@code --name=}. */
    public Optional<String> option(String name) {
        String flag = "--" + name;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(flag + "=")) {
                return Optional.of(argument.substring(flag.length() + 1));
            }
            if (argument.equals(flag) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    public String required(String name) {
        return option(name)
                .orElseThrow(() ->
                        new StartRefused(
                                "--" + name + " is missing.", "Call it as: " + CommandLine.USAGE));
    }

    public LedgerSettings settings() {
        return Binder.get(environment).bindOrCreate("truebook", LedgerSettings.class);
    }

    /** Like {@link #openLedger}, but an empty data directory becomes a new one. */
    public DatabaseServer openOrCreateDatabase() throws IOException {
        var running = isExternal() ? Optional.<LedgerDatabase>empty() : running();
        return running.isPresent()
                ? new ExternalPostgres(running.get())
                : DatabaseServer.open(settings(), environment);
    }

    /**
     * The database of the ledger; close it when done.
     *
     * <p>Joins a server that already runs, because another process may hold the data directory, and
     * starts and stops one otherwise. Refuses a data directory without a ledger: creating an empty
     * one would make a check of it succeed.
     */
    public DatabaseServer openLedger() throws IOException {
        var data = settings().data();
        if (!isExternal() && running().isEmpty() && !Files.exists(PostgresFile.path(data))) {
            throw new StartRefused(
                    "There is no ledger in " + data + ".",
                    "Start Truebook there once, or point truebook.data-directory elsewhere.");
        }
        return openOrCreateDatabase();
    }

    private boolean isExternal() {
        return Binder.get(environment).bind("spring.datasource.url", String.class).isBound();
    }

    private Optional<LedgerDatabase> running() throws IOException {
        return EmbeddedPostgres.running(settings().data());
    }
}
