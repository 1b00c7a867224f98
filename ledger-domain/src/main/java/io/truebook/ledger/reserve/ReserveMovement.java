package io.truebook.ledger.reserve;

import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.provider.ProviderAmount;
import io.truebook.ledger.reserve.ReserveCommand.RecordReserve;
import io.truebook.ledger.reserve.ReserveEvent.ReserveMoved;
import java.util.List;

/**
 * One movement between our balance at a provider and what it holds back: it is booked once, by
 * whichever file or message tells of it first.
 */
public enum ReserveMovement {
    UNHEARD_OF,
    BOOKED;

    /** The event of what is new and possible; none of what was booked before. */
    public List<ReserveEvent> decide(RecordReserve command) {
        var amount = command.amount();
        if (this == BOOKED || amount.isZero() || !ProviderAmount.isPossible(amount)) {
            return List.of();
        }
        var source = command.source();
        var key = String.join("|", source.connection(), source.objectId(), "reserve_moved");
        var evidence =
                new Evidence(
                        key,
                        source.objectId(),
                        null,
                        source.occurredAt(),
                        source.occurredAt(),
                        command.channel());
        return List.of(
                new ReserveMoved(
                        command.movementKey(),
                        command.at(),
                        evidence,
                        source.connection(),
                        amount));
    }

    /** The movement after an event. Total: no event is refused. */
    public ReserveMovement evolve(ReserveEvent event) {
        return switch (event) {
            case ReserveMoved _ -> BOOKED;
        };
    }
}
