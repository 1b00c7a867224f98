package io.truebook.ledger.reconciliation;

import io.truebook.ledger.provider.ToldFact;
import java.time.Instant;

/**
 * That the provider has done what we asked, by whoever told it first.
 *
 * @param at when we recorded it
 * @param held whether money is only held by it, not taken
 */
public record Answer(Teller by, ToldFact told, Instant at, boolean held) {}
