package io.truebook.api.reconciliation;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.reconciliation.SettlementPayouts;
import java.time.Clock;
import java.util.List;

/**
 * Books the payouts of providers that tell of them by their files alone, each once.
 *
 * <p>What left the provider's balance is what the payout's own row says, whatever the other rows of
 * its batch add up to.
 */
public final class PayoutBooking {

    private static final String ORIGIN = "sys:settlement";

    private final SettlementPayouts payouts;
    private final OutcomeRecorder recorder;
    private final Clock clock;

    public PayoutBooking(SettlementPayouts payouts, OutcomeRecorder recorder, Clock clock) {
        this.payouts = payouts;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Doing it again books nothing more. */
    void book(String tenant, String connection, String fileId) {
        for (var payout : payouts.of(fileId)) {
            var source = FactSource.first(connection, payout.id(), null, payout.at());
            recorder.record(
                    tenant,
                    ORIGIN,
                    "payout|" + connection + "|" + payout.id(),
                    new RecordPayout(
                            PayoutCommand.keyOf(connection, payout.id()),
                            connection,
                            List.of(new PayoutFact.Created(source, payout.amount(), payout.at())),
                            FeeBooking.CHANNEL,
                            clock.instant()));
        }
    }
}
