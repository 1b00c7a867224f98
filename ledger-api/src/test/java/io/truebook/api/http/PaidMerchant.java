package io.truebook.api.http;

import java.util.UUID;

/** A merchant of its own over HTTP, who earns and is paid. */
abstract class PaidMerchant {

    static final String ALL = "/v1/merchant-payouts";

    final Ledger ledger = Ledger.running();
    final String merchant = "m" + UUID.randomUUID();
    final String tx = "tx-" + UUID.randomUUID();

    void earn(long amount) {
        var json =
                """
                {"amount": %d, "currency": "EUR", "merchant": "%s", "provider": "stripe",
                 "payment_method": "pm_card_visa", "capture": "automatic"}
                """
                        .formatted(amount, merchant);
        var id =
                ledger.post(tx + "-earn-" + amount, "/v1/charges", json, "Prefer", "wait=0")
                        .at("id");
        ledger.report(id, id, Said.captured(id, amount));
    }

    String wanted(long amount) {
        return """
        {"merchant": "%s", "amount": %d, "currency": "eur", "reference": "week 47"}
        """
                .formatted(merchant, amount);
    }

    Ledger.Answer request(String transaction, long amount) {
        return ledger.post(transaction, ALL, wanted(amount));
    }

    Ledger.Answer tell(String transaction, String id, String word, String body) {
        return ledger.post(transaction, ALL + "/" + id + "/" + word, body);
    }
}
