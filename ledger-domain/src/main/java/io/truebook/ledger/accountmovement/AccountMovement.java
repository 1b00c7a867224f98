package io.truebook.ledger.accountmovement;

import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import io.truebook.ledger.accountmovement.AccountMovementEvent.AccountFeeCharged;
import io.truebook.ledger.accountmovement.AccountMovementEvent.ReserveMoved;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.provider.ProviderAmount;
import java.util.List;

/**
 * One movement of our balance at a provider that is of no payment: it is booked once, by whichever
 * file or message tells of it first.
 */
public enum AccountMovement {
    UNHEARD_OF,
    BOOKED;

    /** The event of what is new and possible; none of what was booked before. */
    public List<AccountMovementEvent> decide(RecordMovement command) {
        var amount = command.amount();
        if (this == BOOKED || amount.isZero() || !ProviderAmount.isPossible(amount)) {
            return List.of();
        }
        var key = command.movementKey();
        var connection = command.source().connection();
        return List.of(
                switch (command.kind()) {
                    case RESERVE ->
                            new ReserveMoved(
                                    key,
                                    command.at(),
                                    evidence(command, "reserve_moved"),
                                    connection,
                                    amount);
                    case FEE ->
                            new AccountFeeCharged(
                                    key,
                                    command.at(),
                                    evidence(command, "account_fee_charged"),
                                    connection,
                                    amount);
                });
    }

    private static Evidence evidence(RecordMovement command, String fact) {
        var source = command.source();
        return new Evidence(
                String.join("|", source.connection(), source.objectId(), fact),
                source.objectId(),
                null,
                source.occurredAt(),
                source.occurredAt(),
                command.channel());
    }

    /** The movement after an event. Total: no event is refused. */
    public AccountMovement evolve(AccountMovementEvent event) {
        return switch (event) {
            case ReserveMoved _, AccountFeeCharged _ -> BOOKED;
        };
    }
}
