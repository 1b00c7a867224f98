package io.truebook.ledger.merchantpayout;

import io.truebook.ledger.decision.Decision;
import io.truebook.ledger.decision.Rejection;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutEvent.MerchantPayoutRequested;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A payout to a merchant as its events make it.
 *
 * <p>What it may take is not decided here but where balances are: the journal refuses a request
 * that is above what the merchant has available, in the order of all commands. What is told of it
 * afterwards has happened and is never refused: the word that comes last counts, also when it says
 * that what was paid came back, or that what had failed was paid after all.
 */
public sealed interface MerchantPayout {

    /** How far the money is. */
    enum Status {
        REQUESTED,
        PAID,
        FAILED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nobody has asked for it. */
    record Unheard() implements MerchantPayout {}

    /**
     * From its request on.
     *
     * @param facts keys of all that was told, so that nothing is booked twice
     * @param failure why it failed, while it counts as failed
     */
    record Known(
            MerchantPayoutRequested request,
            Status status,
            Set<String> facts,
            @Nullable PayoutFailure failure,
            Instant updatedAt)
            implements MerchantPayout {
        public Known {
            facts = Set.copyOf(facts);
        }

        /** Nobody can tell a second movement from the first one told again without its name. */
        private Decision<MerchantPayoutEvent> told(
                Status said, String fact, ToldOfPayout by, Supplier<MerchantPayoutEvent> event) {
            if (by.bankReference() == null && status != Status.REQUESTED) {
                return status == said
                        ? Decision.accept()
                        : Decision.reject(
                                Rejection.BANK_REFERENCE_MISSING,
                                "It counts as %s: name the movement".formatted(status.code()));
            }
            return facts.contains(ToldOfPayout.key(fact, by.bankReference()))
                    ? Decision.accept()
                    : Decision.accept(event.get());
        }
    }

    String PAID_FACT = "merchant_payout_paid";
    String FAILED_FACT = "merchant_payout_failed";

    /** What follows from a command: events, or a refusal of the error catalogue. */
    default Decision<MerchantPayoutEvent> decide(MerchantPayoutCommand command) {
        return switch (command) {
            case RequestMerchantPayout c -> request(c);
            case RecordMerchantPayoutPaid c ->
                    this instanceof Known known && isOf(known, c)
                            ? paid(known, c)
                            : notFound(command);
            case RecordMerchantPayoutFailed c ->
                    this instanceof Known known && isOf(known, c)
                            ? failed(known, c)
                            : notFound(command);
        };
    }

    private Decision<MerchantPayoutEvent> request(RequestMerchantPayout command) {
        return switch (this) {
            case Unheard _ ->
                    Decision.accept(
                            new MerchantPayoutRequested(
                                    command.payoutId(),
                                    command.at(),
                                    command.tenant(),
                                    command.transaction(),
                                    command.merchant(),
                                    command.amount(),
                                    command.personal()));
            case Known _ -> Decision.accept();
        };
    }

    private static Decision<MerchantPayoutEvent> paid(
            Known known, RecordMerchantPayoutPaid command) {
        var told = command.told();
        return known.told(
                Status.PAID,
                PAID_FACT,
                told,
                () ->
                        new MerchantPayoutPaid(
                                command.payoutId(),
                                command.at(),
                                told.evidence(PAID_FACT, command.payoutId()),
                                known.request.merchant(),
                                known.request.amount(),
                                known.status));
    }

    private static Decision<MerchantPayoutEvent> failed(
            Known known, RecordMerchantPayoutFailed command) {
        var told = command.told();
        return known.told(
                Status.FAILED,
                FAILED_FACT,
                told,
                () ->
                        new MerchantPayoutFailed(
                                command.payoutId(),
                                command.at(),
                                told.evidence(FAILED_FACT, command.payoutId()),
                                known.request.merchant(),
                                known.request.amount(),
                                known.status,
                                command.failure()));
    }

    /** Another tenant's is not there. */
    private static boolean isOf(Known known, MerchantPayoutCommand command) {
        return known.request.tenant().equals(command.tenant());
    }

    private static Decision<MerchantPayoutEvent> notFound(MerchantPayoutCommand command) {
        return Decision.reject(
                Rejection.MERCHANT_PAYOUT_NOT_FOUND, "There is no " + command.payoutId());
    }

    /** The payout after an event. Total: no event is refused. */
    default MerchantPayout evolve(MerchantPayoutEvent event) {
        return switch (event) {
            case MerchantPayoutRequested e ->
                    new Known(e, Status.REQUESTED, Set.of(), null, e.at());
            case MerchantPayoutPaid e -> told(Status.PAID, e.evidence().factKey(), null, e.at());
            case MerchantPayoutFailed e ->
                    told(Status.FAILED, e.evidence().factKey(), e.failure(), e.at());
        };
    }

    private MerchantPayout told(
            Status status, String fact, @Nullable PayoutFailure failure, Instant at) {
        return switch (this) {
            case Unheard _ -> this;
            case Known known -> {
                var all = new HashSet<>(known.facts);
                all.add(fact);
                yield new Known(known.request, status, all, failure, at);
            }
        };
    }
}
