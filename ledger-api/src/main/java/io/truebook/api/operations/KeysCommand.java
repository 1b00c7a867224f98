package io.truebook.api.operations;

import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.Caller;
import io.truebook.api.security.Role;
import java.io.IOException;

/**
 * Makes, lists and revokes API keys: {@code keys create --tenant t --principal p --role r}, {@code
 * keys list}, {@code keys revoke --id i}.
 *
 * <p>A key is printed once, alone on the last line, so that a script can take it.
 */
public final class KeysCommand implements Subcommand {

    private static final String USAGE =
            "keys create --tenant <t> --principal <p> --role reader|writer|operator"
                    + " | keys list | keys revoke --id <id>";

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String summary() {
        return USAGE;
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        var verb = invocation.arguments().isEmpty() ? "" : invocation.arguments().getFirst();
        if (!verb.equals("create") && !verb.equals("list") && !verb.equals("revoke")) {
            invocation.err().println("Call it as: " + USAGE);
            return FAILED;
        }
        try (var server = invocation.openLedger()) {
            var keys = new ApiKeys(server.database().applicationDataSource(), LedgerClock.system());
            return switch (verb) {
                case "create" -> create(invocation, keys);
                case "revoke" -> revoke(invocation, keys);
                default -> list(invocation, keys);
            };
        }
    }

    private static int create(Invocation invocation, ApiKeys keys) {
        var tenant = invocation.required("tenant");
        var principal = invocation.required("principal");
        var role = Role.find(invocation.required("role"));
        if (role.isEmpty() || !ApiKeys.isName(tenant) || !ApiKeys.isName(principal)) {
            invocation
                    .err()
                    .println(
                            "A tenant and a principal are 1 to 64 letters, digits, '.', '_', '@' or '-';"
                                    + " a role is reader, writer or operator.");
            return FAILED;
        }
        invocation.out().println(keys.create(new Caller(tenant, principal, role.get())));
        return OK;
    }

    private static int revoke(Invocation invocation, ApiKeys keys) {
        var id = invocation.required("id");
        if (keys.revoke(id)) {
            invocation.out().println("Revoked " + id);
            return OK;
        }
        invocation.err().println("No valid key is called " + id);
        return FAILED;
    }

    private static int list(Invocation invocation, ApiKeys keys) {
        for (var key : keys.list()) {
            var revoked = key.revokedAt();
            invocation
                    .out()
                    .println(
                            "%s  %-8s  %-20s  %-20s  %s%s"
                                    .formatted(
                                            key.id(),
                                            key.role().code(),
                                            key.tenant(),
                                            key.principal(),
                                            key.createdAt(),
                                            revoked == null ? "" : "  revoked " + revoked));
        }
        return OK;
    }
}
