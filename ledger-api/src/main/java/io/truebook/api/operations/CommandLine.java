package io.truebook.api.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** Finds the subcommand and runs it without starting the application. */
public final class CommandLine {

    static final String USAGE = "java -jar ledger-api.jar [serve|<command>] [--option value ...]";

    private final List<Subcommand> subcommands;

    public CommandLine(List<Subcommand> subcommands) {
        this.subcommands = List.copyOf(subcommands);
    }

    /** The exit code, or nothing when the application itself is wanted. */
    public Optional<Integer> run(String... arguments) {
        if (arguments.length == 0
                || arguments[0].startsWith("--")
                || arguments[0].equals("serve")) {
            return Optional.empty();
        }
        return Optional.of(
                subcommands.stream()
                        .filter(subcommand -> subcommand.name().equals(arguments[0]))
                        .findFirst()
                        .map(subcommand -> run(subcommand, List.of(arguments)))
                        .orElseGet(this::usage));
    }

    private static int run(Subcommand subcommand, List<String> arguments) {
        var settings = new ArrayList<String>();
        var own = new ArrayList<String>();
        for (String argument : arguments.subList(1, arguments.size())) {
            (isSetting(argument) ? settings : own).add(argument);
        }
        if (!subcommand.readsSettings()) {
            return run(subcommand, own, new StandardEnvironment());
        }
        try (var context = settingsOnly(settings.toArray(String[]::new))) {
            return run(subcommand, own, context.getEnvironment());
        }
    }

    private static int run(Subcommand subcommand, List<String> own, Environment environment) {
        try {
            return subcommand.run(new Invocation(own, environment, System.out, System.err));
        } catch (StartRefused refused) {
            System.err.println(refused.getMessage() + " " + refused.action());
            return Subcommand.FAILED;
        } catch (Exception failure) {
            System.err.println(subcommand.name() + " could not run: " + failure);
            return Subcommand.FAILED;
        }
    }

    /** Settings have a dot in their name, options of a command do not. */
    private static boolean isSetting(String argument) {
        int end = argument.indexOf('=');
        return argument.startsWith("--") && end > 0 && argument.substring(0, end).contains(".");
    }

    private static org.springframework.context.ConfigurableApplicationContext settingsOnly(
            String... settings) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties("logging.level.root=WARN")
                .run(settings);
    }

    private int usage() {
        System.err.println("Usage: " + USAGE);
        System.err.println("  serve        the ledger with its HTTP API (the default)");
        subcommands.forEach(
                known -> System.err.println("  %-12s %s".formatted(known.name(), known.summary())));
        return Subcommand.FAILED;
    }

    /** No beans: only what application.yml, the environment and the command line say. */
    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
