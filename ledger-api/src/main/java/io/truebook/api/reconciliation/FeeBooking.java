package io.truebook.api.reconciliation;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.projection.reconciliation.UnbookedFees;
import io.truebook.projection.reconciliation.UnbookedFees.Fee;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Books the fees a settlement file shows, each once whatever channel told of it first.
 *
 * <p>The fact is the one an adapter would report: its object is the balance transaction. What else
 * a file knows and the ledger does not is never booked from here; it is listed as a break.
 */
public final class FeeBooking {

    static final String CHANNEL = "settlement";
    private static final String ORIGIN = "sys:settlement";
    private static final int PAGE = 200;

    private final UnbookedFees unbooked;
    private final OutcomeRecorder recorder;
    private final Clock clock;

    public FeeBooking(UnbookedFees unbooked, OutcomeRecorder recorder, Clock clock) {
        this.unbooked = unbooked;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Returns how many were told to their payments; doing it again books nothing more. */
    public int book(String tenant, String connection, String fileId) {
        int booked = 0;
        long line = 0;
        while (true) {
            var page = unbooked.of(tenant, connection, fileId, line, PAGE);
            if (page.isEmpty()) {
                return booked;
            }
            // Side by side, so that they share commits.
            tellAll(tenant, connection, page.stream().map(UnbookedFees.Line::fee).toList());
            booked += page.size();
            line = page.getLast().number();
        }
    }

    private void tellAll(String tenant, String connection, List<Fee> fees) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var told = new ArrayList<Future<?>>();
            for (var fee : fees) {
                told.add(threads.submit(() -> tell(tenant, connection, fee)));
            }
            for (var one : told) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A fee could not be booked", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while booking fees", stop);
        }
    }

    private void tell(String tenant, String connection, Fee fee) {
        var source =
                FactSource.first(
                        connection,
                        fee.balanceTransactionId(),
                        fee.paymentReference(),
                        fee.createdAt());
        var fact = new ProviderFact.FeeCharged(source, fee.fee());
        recorder.record(
                tenant,
                ORIGIN,
                "fee|" + connection + "|" + fee.balanceTransactionId(),
                new RecordOutcome(
                        fee.paymentId(),
                        null,
                        new Outcome.Succeeded(List.of(fact)),
                        CHANNEL,
                        clock.instant()));
    }
}
