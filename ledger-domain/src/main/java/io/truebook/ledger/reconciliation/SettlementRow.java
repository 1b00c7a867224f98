package io.truebook.ledger.reconciliation;

import io.truebook.ledger.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One movement on the provider's balance, as its settlement file states it.
 *
 * <p>Amounts: minor units of the settlement currency, signed as they change the provider's balance;
 * {@code fee} is above zero where the provider took one. Invariant: net = gross - fee.
 *
 * @param balanceTransactionId what the provider counts the movement by; unique per connection
 * @param category the file's own word, whether we know it or not
 * @param createdAt the provider's time of the movement, UTC
 * @param availableAt when the money can be paid out, UTC
 * @param sourceId the charge, refund, dispute or payout the movement is for
 * @param payoutId the automatic payout that contains it
 * @param chargeOperation our operation id, as the payment's metadata brought it back
 * @param refundOperation our operation id, as the refund's metadata brought it back
 */
public record SettlementRow(
        String balanceTransactionId,
        String category,
        Instant createdAt,
        @Nullable Instant availableAt,
        Money gross,
        Money fee,
        Money net,
        @Nullable String sourceId,
        @Nullable String chargeId,
        @Nullable String paymentIntentId,
        @Nullable String payoutId,
        @Nullable String chargeOperation,
        @Nullable String refundOperation) {

    public SettlementRow {
        if (!net.equals(gross.minus(fee))) {
            throw new IllegalArgumentException(
                    "net %s is not gross %s less fee %s".formatted(net, gross, fee));
        }
    }

    public Optional<SettlementCategory> knownCategory() {
        return SettlementCategory.find(category);
    }

    /**
     * Whether it is a payout itself, or one that came back, and not something a payout contains.
     */
    public boolean isPayout() {
        return knownCategory()
                .filter(known ->
                        known == SettlementCategory.PAYOUT
                                || known == SettlementCategory.PAYOUT_REVERSAL)
                .isPresent();
    }

    boolean isCarriedOver() {
        return knownCategory().filter(SettlementCategory.BALANCE_CARRIED::equals).isPresent();
    }

    RollForwardLine line() {
        return knownCategory().map(SettlementCategory::line).orElse(RollForwardLine.ADJUSTMENTS);
    }
}
