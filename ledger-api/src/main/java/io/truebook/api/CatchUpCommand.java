package io.truebook.api;

import io.truebook.api.operations.Invocation;
import io.truebook.api.operations.StartRefused;
import io.truebook.api.operations.Subcommand;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.restore.CatchUp.Cause;
import io.truebook.api.restore.CatchUps;
import io.truebook.api.webhook.WebhookInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Says, after a restore, that the ledger has to catch up with a provider: {@code catch-up
 * --provider p [--since t]}. The application does it, whether it runs or is started later.
 *
 * <p>It is the deliberate word that the database was set back: once caught up, the checkpoints that
 * were signed over the lost events are put aside.
 */
final class CatchUpCommand implements Subcommand {

    static final Duration MARGIN = Duration.ofHours(1);

    @Override
    public String name() {
        return "catch-up";
    }

    @Override
    public String summary() {
        return "catch-up: after a restore, has the ledger read what it missed:"
                + " --provider <name> [--since <time, RFC 3339>]";
    }

    @Override
    public int run(Invocation invocation) throws Exception {
        var provider = invocation.required("provider");
        var known =
                Binder.get(invocation.environment())
                        .bindOrCreate("truebook", ProviderSettings.class)
                        .providers();
        var account = known.get(provider);
        if (account == null) {
            invocation.err().println("There is no provider connection " + provider + ".");
            return FAILED;
        }
        if (!ProviderBrands.KNOWN.remembers(account.type(provider))) {
            // It would never end, and nothing new is taken in while it lasts.
            invocation.err().println(provider + " cannot be asked what it remembers.");
            return FAILED;
        }
        @Nullable Instant since = invocation.option("since").map(CatchUpCommand::time).orElse(null);
        try (var server = invocation.openLedger()) {
            new CatchUps(server.database().applicationDataSource())
                    .begin(
                            WebhookInbox.TENANT,
                            provider,
                            Cause.COMMAND,
                            since,
                            MARGIN,
                            null,
                            "By command");
        }
        invocation
                .out()
                .println(
                        "Nothing new is taken from now on until the application has caught up with "
                                + provider
                                + ". Start it if it does not run; GET /v1/catch-up shows how far it is.");
        return OK;
    }

    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            throw new StartRefused(
                    "Not a time: " + text + ".", "Write it as 2026-11-20T10:00:00Z, in UTC.");
        }
    }
}
