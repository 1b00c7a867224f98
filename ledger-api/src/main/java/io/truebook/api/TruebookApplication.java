package io.truebook.api;

import io.truebook.api.operations.CommandLine;
import io.truebook.api.operations.DeadLettersCommand;
import io.truebook.api.operations.KeysCommand;
import io.truebook.api.operations.RebuildCommand;
import io.truebook.api.operations.Subcommand;
import io.truebook.api.operations.VerifyCommand;
import io.truebook.api.operations.VerifyProofCommand;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The one executable: the ledger with its HTTP API, and the commands that work on its data. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TruebookApplication {

    /** Add a command here and it is in the usage text. */
    private static final List<Subcommand> SUBCOMMANDS =
            List.of(
                    new CatchUpCommand(),
                    new DeadLettersCommand(),
                    new KeysCommand(),
                    new RebuildCommand(),
                    new ReconcileCommand(),
                    new SimulatorCommand(),
                    new VerifyCommand(),
                    new VerifyProofCommand());

    static void main(String[] args) {
        // A report is the same bytes on whatever machine it is written.
        Locale.setDefault(Locale.ROOT);
        var exitCode = new CommandLine(SUBCOMMANDS).run(args);
        if (exitCode.isPresent()) {
            System.exit(exitCode.get());
        }
        System.setProperty("disable-axoniq-console-message", "true");
        try {
            SpringApplication.run(TruebookApplication.class, args);
        } catch (RuntimeException reported) {
            // Spring Boot has said why; threads of half-started parts must not keep a dead process
            // alive.
            System.exit(1);
        }
    }
}
