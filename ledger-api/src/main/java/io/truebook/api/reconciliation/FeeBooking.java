package io.truebook.api.reconciliation;

import io.truebook.api.provider.OutcomeRecorder;
import io.truebook.ledger.accountmovement.AccountMovementCommand;
import io.truebook.ledger.accountmovement.AccountMovementCommand.Kind;
import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.projection.reconciliation.UnbookedConversions.Converted;
import io.truebook.projection.reconciliation.UnbookedFees;
import io.truebook.projection.reconciliation.UnbookedFees.Fee;
import io.truebook.projection.reconciliation.UnbookedMovements;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Books the fees, conversions and reserves a settlement file shows, of payments and of the account,
 * each once whatever channel told of it first.
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
        return bookFees(tenant, connection, fileId)
                + bookConversions(tenant, connection, fileId)
                + bookOwn(tenant, connection, fileId);
    }

    private int bookOwn(String tenant, String connection, String fileId) {
        var movements = unbooked.movements();
        int booked = 0;
        long line = 0;
        while (true) {
            var page = movements.of(connection, fileId, line, PAGE);
            if (page.isEmpty()) {
                return booked;
            }
            each(page, moved -> tell(tenant, connection, moved));
            booked += page.size();
            line = page.getLast().number();
        }
    }

    private int bookConversions(String tenant, String connection, String fileId) {
        var conversions = unbooked.conversions();
        int booked = 0;
        long line = 0;
        while (true) {
            var page = conversions.of(tenant, connection, fileId, line, PAGE);
            if (page.isEmpty()) {
                return booked;
            }
            each(page, found -> tell(tenant, connection, found.conversion()));
            booked += page.size();
            line = page.getLast().number();
        }
    }

    private int bookFees(String tenant, String connection, String fileId) {
        int booked = 0;
        long line = 0;
        while (true) {
            var page = unbooked.of(tenant, connection, fileId, line, PAGE);
            if (page.isEmpty()) {
                return booked;
            }
            each(page, found -> tell(tenant, connection, found.fee()));
            booked += page.size();
            line = page.getLast().number();
        }
    }

    /** Side by side, so that they share commits. */
    private static <T> void each(List<T> page, Consumer<T> tell) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var told = new ArrayList<Future<?>>();
            for (var one : page) {
                told.add(threads.submit(() -> tell.accept(one)));
            }
            for (var one : told) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A row could not be booked", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while booking rows", stop);
        }
    }

    private void tell(String tenant, String connection, Fee fee) {
        var source =
                FactSource.first(
                        connection,
                        fee.balanceTransactionId(),
                        fee.paymentReference(),
                        fee.createdAt());
        record(tenant, "fee", fee.paymentId(), new ProviderFact.FeeCharged(source, fee.fee()));
    }

    private void tell(String tenant, String connection, Converted found) {
        var source =
                FactSource.first(
                        connection,
                        found.balanceTransactionId(),
                        found.paymentReference(),
                        found.createdAt());
        var fact = new ProviderFact.Converted(source, found.charged(), found.settled());
        record(tenant, "conversion", found.paymentId(), fact);
    }

    private void tell(String tenant, String connection, UnbookedMovements.Line moved) {
        var source = FactSource.first(connection, moved.movementId(), null, moved.createdAt());
        recorder.record(
                tenant,
                ORIGIN,
                occasion(moved.kind()) + "|" + connection + "|" + moved.movementId(),
                new RecordMovement(
                        AccountMovementCommand.keyOf(connection, moved.movementId()),
                        moved.kind(),
                        source,
                        moved.amount(),
                        CHANNEL,
                        clock.instant()));
    }

    private static String occasion(Kind kind) {
        return switch (kind) {
            case RESERVE -> "reserve";
            case FEE -> "account-fee";
        };
    }

    private void record(String tenant, String kind, String paymentId, ProviderFact fact) {
        var source = fact.source();
        recorder.record(
                tenant,
                ORIGIN,
                kind + "|" + source.connection() + "|" + source.objectId(),
                new RecordOutcome(
                        paymentId,
                        null,
                        new Outcome.Succeeded(List.of(fact)),
                        CHANNEL,
                        clock.instant()));
    }
}
