package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The connections whose settlement can be reconciled, by name. */
public final class SettlementSources {

    private final Map<String, SettlementSource> byConnection;

    public SettlementSources(List<SettlementSource> sources) {
        byConnection =
                sources.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        SettlementSource::connection, Function.identity()));
    }

    /** Their names. */
    public Set<String> connections() {
        return byConnection.keySet();
    }

    public Optional<SettlementSource> find(String connection) {
        return Optional.ofNullable(byConnection.get(connection));
    }
}
