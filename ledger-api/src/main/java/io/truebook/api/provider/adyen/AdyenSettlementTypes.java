package io.truebook.api.provider.adyen;

import static io.truebook.ledger.reconciliation.SettlementCategory.BALANCE_CARRIED;
import static io.truebook.ledger.reconciliation.SettlementCategory.CHARGE;
import static io.truebook.ledger.reconciliation.SettlementCategory.CHARGE_FAILURE;
import static io.truebook.ledger.reconciliation.SettlementCategory.DISPUTE;
import static io.truebook.ledger.reconciliation.SettlementCategory.DISPUTE_REVERSAL;
import static io.truebook.ledger.reconciliation.SettlementCategory.FEE;
import static io.truebook.ledger.reconciliation.SettlementCategory.OTHER_ADJUSTMENT;
import static io.truebook.ledger.reconciliation.SettlementCategory.PAYOUT;
import static io.truebook.ledger.reconciliation.SettlementCategory.REFUND;
import static io.truebook.ledger.reconciliation.SettlementCategory.REFUND_FAILURE;
import static io.truebook.ledger.reconciliation.SettlementCategory.RISK_RESERVED_FUNDS;

import io.truebook.ledger.reconciliation.SettlementCategory;
import java.util.Map;

/**
 * What the journal types of a settlement report are to the ledger.
 *
 * <p>Adyen adds types without asking. One that is not here keeps its own word, which no category
 * has, so that its row is an UNKNOWN_ROW whose amount is counted. What was settled outside Adyen
 * ({@code ...ExternallyWithInfo}) is such a row on purpose: it is not money of this balance.
 * Source: Adyen "Settlement details report", journal types (read 2026-11).
 */
final class AdyenSettlementTypes {

    private static final Map<String, SettlementCategory> KNOWN =
            Map.ofEntries(
                    Map.entry("Settled", CHARGE),
                    Map.entry("SettledReversed", CHARGE_FAILURE),
                    Map.entry("Refunded", REFUND),
                    Map.entry("RefundedReversed", REFUND_FAILURE),
                    Map.entry("Chargeback", DISPUTE),
                    Map.entry("SecondChargeback", DISPUTE),
                    Map.entry("ChargebackReversed", DISPUTE_REVERSAL),
                    Map.entry("Fee", FEE),
                    Map.entry("MiscCosts", FEE),
                    Map.entry("PaymentCost", FEE),
                    Map.entry("InvoiceDeduction", FEE),
                    Map.entry("MerchantPayout", PAYOUT),
                    Map.entry("AcquirerPayout", PAYOUT),
                    Map.entry("DepositCorrection", RISK_RESERVED_FUNDS),
                    Map.entry("ReserveAdjustment", RISK_RESERVED_FUNDS),
                    Map.entry("Balancetransfer", BALANCE_CARRIED),
                    Map.entry("ManualCorrected", OTHER_ADJUSTMENT));

    private AdyenSettlementTypes() {}

    /** The category's code, or the word itself where we do not know it. */
    static String category(String type) {
        var known = KNOWN.get(withoutSuffix(type));
        if (known != null) {
            return known.code();
        }
        // A word of ours in the place of one of theirs is not known either.
        return SettlementCategory.find(type).isPresent() ? "adyen." + type : type;
    }

    /** Many at once, or one part of several: the same money, told otherwise. */
    private static String withoutSuffix(String type) {
        for (var suffix : new String[] {"Bulk", "Installment"}) {
            if (type.endsWith(suffix)) {
                return type.substring(0, type.length() - suffix.length());
            }
        }
        return type;
    }
}
