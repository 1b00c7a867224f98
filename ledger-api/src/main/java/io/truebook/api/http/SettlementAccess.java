package io.truebook.api.http;

import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;

/** Whose settlement a caller may see: a connection belongs to one tenant, the default one. */
final class SettlementAccess {

    private static final String OWNER = "default";

    private SettlementAccess() {}

    static SettlementSource find(SettlementSources sources, Caller caller, String connection) {
        return sources.find(connection)
                .filter(_ -> caller.tenant().equals(OWNER))
                .orElseThrow(() ->
                        new CommandRejected(
                                Rejection.PROVIDER_NOT_FOUND, "There is none of this name"));
    }
}
