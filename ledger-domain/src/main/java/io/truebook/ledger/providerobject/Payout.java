package io.truebook.ledger.providerobject;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.ProviderAmount;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankCredited;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankDebited;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutBankUnmatched;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutCanceled;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutCreated;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutFailed;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutPaid;
import io.truebook.ledger.providerobject.PayoutEvent.PayoutTraced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A payout of the provider to our bank, as told so far; facts may come in any order.
 *
 * @param amount null until it was heard that it was created
 * @param status the strongest word: failed and canceled outrank paid, whichever came last
 */
public record Payout(
        @Nullable Money amount,
        @Nullable Instant arrivesAt,
        Status status,
        @Nullable Failure failure,
        Set<String> facts,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    /** In the order of strength. */
    public enum Status {
        IN_TRANSIT,
        PAID,
        CANCELED,
        FAILED
    }

    public static final Payout UNHEARD_OF =
            new Payout(null, null, Status.IN_TRANSIT, null, Set.of(), null, null);

    public Payout {
        facts = Set.copyOf(facts);
    }

    /**
     * Whether a fact can be about a payout: of a possible amount. Others are kept with whoever
     * received them.
     */
    public static boolean recognises(PayoutFact fact) {
        return switch (fact) {
            case PayoutFact.Created f -> ProviderAmount.isPossible(f.amount());
            case PayoutFact.Failed f -> ProviderAmount.isPossible(f.amount());
            case PayoutFact.Canceled f -> ProviderAmount.isPossible(f.amount());
            case PayoutFact.Paid _, PayoutFact.Traced _ -> true;
            case PayoutFact.BankCredited f -> isBankAmount(f.amount());
            case PayoutFact.BankDebited f -> isBankAmount(f.amount());
            case PayoutFact.BankUnmatched f -> recognises(f.undone());
        };
    }

    private static boolean isBankAmount(Money amount) {
        return amount.isPositive() && ProviderAmount.isPossible(amount);
    }

    /** The events of what is new and possible in a command; none of what was booked before. */
    public List<PayoutEvent> decide(RecordPayout command) {
        var events = new ArrayList<PayoutEvent>();
        var now = this;
        for (var fact : command.facts()) {
            var event = now.decide(fact, command);
            event.ifPresent(events::add);
            now = event.map(now::evolve).orElse(now);
        }
        return List.copyOf(events);
    }

    private Optional<PayoutEvent> decide(PayoutFact fact, RecordPayout command) {
        if (facts.contains(fact.key()) || !recognises(fact)) {
            return Optional.empty();
        }
        var key = command.payoutKey();
        var at = command.at();
        var connection = command.connection();
        var source = fact.source();
        var evidence =
                new Evidence(
                        fact.key(),
                        source.objectId(),
                        null,
                        source.occurredAt(),
                        source.occurredAt(),
                        command.channel());
        return switch (fact) {
            case PayoutFact.Created f ->
                    Optional.of(
                            new PayoutCreated(
                                    key, at, evidence, connection, f.amount(), f.arrivesAt()));
            case PayoutFact.Paid _ -> Optional.of(new PayoutPaid(key, at, evidence));
            case PayoutFact.Traced f ->
                    Optional.of(new PayoutTraced(key, at, evidence, connection, f.traceId()));
            // Whatever the provider says of it: the bank has the last word, and each of its
            // entries is money that moved.
            case PayoutFact.BankCredited f ->
                    Optional.of(new PayoutBankCredited(key, at, evidence, connection, f.amount()));
            case PayoutFact.BankDebited f ->
                    Optional.of(new PayoutBankDebited(key, at, evidence, connection, f.amount()));
            // Only what was booked is taken back.
            case PayoutFact.BankUnmatched f ->
                    facts.contains(f.undone().key())
                            ? Optional.of(
                                    new PayoutBankUnmatched(
                                            key, at, evidence, connection, f.amount()))
                            : Optional.empty();
            // It can come back once: what is said of its end a second time is the same money.
            case PayoutFact.Failed f ->
                    isBack()
                            ? Optional.empty()
                            : Optional.of(
                                    new PayoutFailed(
                                            key,
                                            at,
                                            evidence,
                                            connection,
                                            f.amount(),
                                            f.failure()));
            case PayoutFact.Canceled f ->
                    isBack()
                            ? Optional.empty()
                            : Optional.of(
                                    new PayoutCanceled(key, at, evidence, connection, f.amount()));
        };
    }

    private boolean isBack() {
        return status == Status.FAILED || status == Status.CANCELED;
    }

    /** The payout after an event. Total: no event is refused. */
    public Payout evolve(PayoutEvent event) {
        return switch (event) {
            case PayoutCreated e -> with(e, e.amount(), e.arrivesAt(), Status.IN_TRANSIT, failure);
            case PayoutPaid e -> with(e, amount, arrivesAt, Status.PAID, failure);
            case PayoutFailed e -> with(e, amount, arrivesAt, Status.FAILED, e.failure());
            case PayoutCanceled e -> with(e, amount, arrivesAt, Status.CANCELED, failure);
            case PayoutTraced _, PayoutBankCredited _, PayoutBankDebited _, PayoutBankUnmatched _ ->
                    with(event, amount, arrivesAt, status, failure);
        };
    }

    private Payout with(
            PayoutEvent event,
            @Nullable Money next,
            @Nullable Instant arrival,
            Status said,
            @Nullable Failure why) {
        var all = new HashSet<>(facts);
        all.add(event.evidence().factKey());
        return new Payout(
                next,
                arrival,
                said.compareTo(status) > 0 ? said : status,
                why,
                all,
                createdAt == null ? event.at() : createdAt,
                event.at());
    }
}
