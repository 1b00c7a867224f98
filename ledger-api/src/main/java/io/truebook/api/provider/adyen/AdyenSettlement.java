package io.truebook.api.provider.adyen;

import io.truebook.api.provider.SettlementColumns;
import io.truebook.api.provider.SettlementDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's settlement detail report: one file for each batch in which the account's books are
 * closed.
 *
 * <p>Source: Adyen "Settlement details report" (read 2026-11).
 */
final class AdyenSettlement implements SettlementDialect {

    static final String MERCHANT = "Merchant Account";
    static final String PSP_REFERENCE = "Psp Reference";
    static final String MERCHANT_REFERENCE = "Merchant Reference";
    static final String CREATED = "Creation Date";
    static final String ZONE = "TimeZone";
    static final String TYPE = "Type";
    static final String MODIFICATION = "Modification Reference";
    static final String MODIFICATION_MERCHANT_REFERENCE = "Modification Merchant Reference";
    static final String DISPUTE = "Dispute Reference";
    static final String GROSS_CURRENCY = "Gross Currency";
    static final String GROSS_DEBIT = "Gross Debit (GC)";
    static final String GROSS_CREDIT = "Gross Credit (GC)";
    static final String RATE = "Exchange Rate";
    static final String NET_CURRENCY = "Net Currency";
    static final String NET_DEBIT = "Net Debit (NC)";
    static final String NET_CREDIT = "Net Credit (NC)";
    static final String COMMISSION = "Commission (NC)";
    static final String MARKUP = "Markup (NC)";
    static final String SCHEME_FEES = "Scheme Fees (NC)";
    static final String INTERCHANGE = "Interchange (NC)";
    static final String BATCH = "Batch Number";
    static final String BOOKED = "Booking Date";
    static final String BOOKED_ZONE = "Booking Date TimeZone";

    private static final List<String> REQUIRED =
            List.of(
                    PSP_REFERENCE,
                    MERCHANT,
                    MERCHANT_REFERENCE,
                    CREATED,
                    ZONE,
                    TYPE,
                    MODIFICATION,
                    GROSS_CURRENCY,
                    GROSS_DEBIT,
                    GROSS_CREDIT,
                    NET_CURRENCY,
                    NET_DEBIT,
                    NET_CREDIT,
                    COMMISSION,
                    MARKUP,
                    SCHEME_FEES,
                    INTERCHANGE,
                    BATCH);

    private final @Nullable String merchantAccount;

    /**
     * @param merchantAccount whose files are ours; null for any one's
     */
    AdyenSettlement(@Nullable String merchantAccount) {
        this.merchantAccount = merchantAccount;
    }

    @Override
    public List<String> required() {
        return REQUIRED;
    }

    @Override
    public Sheet sheet(SettlementColumns columns) {
        return new AdyenSettlementSheet(merchantAccount);
    }
}
