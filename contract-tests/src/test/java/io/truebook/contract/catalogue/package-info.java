/**
 * The failure catalogue: what goes wrong between a ledger and a provider, one named test per row
 * that drives the packaged jar through the simulated provider, and a storm with all of it at once.
 * Owns the rows, the storm and their bookkeeping; knows the ledger's API and the provider's books,
 * and no class of either. Start reading at {@link Stand}; the rows are listed in {@code
 * docs/failure-catalogue.md}, proved complete by {@code CatalogueTest}.
 */
@NullMarked
package io.truebook.contract.catalogue;

import org.jspecify.annotations.NullMarked;
