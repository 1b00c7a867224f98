package io.truebook.contract.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * After a storm: the ledger's books against the provider's, operation by operation and in sum, to
 * the minor unit. Each finding is one line.
 */
final class StormBooks {

    private final Shop shop;
    private final Provider provider;
    private final List<String> findings = new ArrayList<>();
    private long captured;
    private long refunded;

    StormBooks(Stand stand) {
        this.shop = stand.shop();
        this.provider = stand.provider();
    }

    List<String> compare(Collection<String> charges, Collection<String> refunds) {
        charges.forEach(this::compareCharge);
        refunds.forEach(this::compareRefund);
        compareSums(charges.size());
        return findings;
    }

    private void compareCharge(String id) {
        var charge = shop.show(id);
        var theirs = provider.count(id);
        long ours = stands(charge) ? charge.get("amount_captured").asLong() : 0;
        if (theirs.payments() > 1 || theirs.captured() > 1) {
            findings.add(id + " was charged more than once: " + theirs);
        }
        if (theirs.capturedMinor() != ours) {
            findings.add(id + ": captured " + theirs.capturedMinor() + " there, here " + charge);
        }
        captured += ours;
        if (!charge.get("operation").isNull()) {
            findings.add(id + " has an open operation: " + charge);
        }
        if (List.of("unknown", "requested", "processing", "authorized")
                .contains(charge.get("status").asString())) {
            findings.add(id + " is not settled: " + charge);
        }
    }

    /** Whether the money it once took is still taken. */
    private static boolean stands(JsonNode charge) {
        return !List.of("failed", "voided", "expired").contains(charge.get("status").asString());
    }

    private void compareRefund(String id) {
        var refund = shop.show(id);
        var theirs = provider.count(id);
        boolean done = refund.get("status").asString().equals("succeeded");
        long ours = done ? refund.get("amount").asLong() : 0;
        if (theirs.refunds() > 1) {
            findings.add(id + " was refunded more than once: " + theirs);
        }
        if (theirs.refundedMinor() != ours) {
            findings.add(id + ": refunded " + theirs.refundedMinor() + " there, here " + refund);
        }
        refunded += ours;
        if (!done && !refund.get("status").asString().equals("failed")) {
            findings.add(id + " is not settled: " + refund);
        }
    }

    private void compareSums(int charges) {
        var books = provider.books();
        same("payments", books.get("payment_intents").asLong(), charges);
        same("captured", books.get("amount_captured").asLong(), captured);
        same("refunded", books.get("amount_refunded").asLong(), refunded);
        long net = 0;
        long fees = 0;
        long atAdyen = 0;
        for (var total : books.get("totals")) {
            if (total.get("dialect").asString().equals("adyen")) {
                // Its fees are told by settlement files alone, which are not played.
                atAdyen += total.get("gross").asLong();
            } else {
                net += total.get("net").asLong();
                fees += total.get("fee").asLong();
            }
        }
        same("fees", fees, balance("provider:stripe:fees"));
        same("the balance at Stripe", net, balance("provider:stripe:clearing"));
        same("the balance at Adyen", atAdyen, balance("provider:adyen:clearing"));
        same("payable", captured - refunded, balance(payable()));
        for (var provider : List.of("stripe", "adyen")) {
            same("on the way", 0, balance("provider:" + provider + ":refunds_pending"));
            same("suspense", 0, balance("suspense:" + provider));
        }
        same("holds", 0, shop.column(payable(), "EUR", "pending_credits"));
    }

    private long balance(String account) {
        return shop.column(account, "EUR", "balance");
    }

    private static String payable() {
        return "merchant:" + StormShopper.MERCHANT + ":payable";
    }

    private void same(String what, long theirs, long ours) {
        if (theirs != ours) {
            findings.add(what + ": there " + theirs + ", here " + ours);
        }
    }
}
