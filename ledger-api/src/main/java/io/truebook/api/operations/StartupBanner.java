package io.truebook.api.operations;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells whoever started Truebook in a terminal where to go.
 *
 * <p>To the terminal and not to the log, because a {@link StartupNotice} may be the operator's key.
 */
@Component
final class StartupBanner {

    private final ServletWebServerApplicationContext context;
    private final ObjectProvider<StartupNotice> notices;

    StartupBanner(
            ServletWebServerApplicationContext context, ObjectProvider<StartupNotice> notices) {
        this.context = context;
        this.notices = notices;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        var server = context.getWebServer();
        if (server == null) {
            return;
        }
        var taken = event.getTimeTaken();
        print(
                System.out,
                "http://localhost:" + server.getPort(),
                taken == null ? Duration.ZERO : taken);
    }

    private void print(PrintStream terminal, String base, Duration taken) {
        terminal.println();
        terminal.printf("  Truebook is ready after %.1f s.%n%n", taken.toMillis() / 1000.0);
        terminal.println("  API          " + base + "/v1");
        terminal.println("  Description  " + base + "/swagger-ui.html");
        terminal.println("  Health       " + base + "/actuator/health");
        notices.orderedStream()
                .map(StartupNotice::lines)
                .flatMap(List::stream)
                .forEach(line -> terminal.println("  " + line));
        terminal.println();
        terminal.flush();
    }
}
