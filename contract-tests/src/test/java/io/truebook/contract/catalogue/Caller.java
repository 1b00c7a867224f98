package io.truebook.contract.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.net.Webhook;
import io.truebook.contract.LedgerClient;
import io.truebook.contract.LedgerClient.Answer;
import io.truebook.contract.LoneSimulator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

/** Whoever calls the webhook receiver, with the provider's own way of signing, or without. */
final class Caller {

    private final LedgerClient anonymous;

    Caller(URI ledger) {
        this.anonymous = new LedgerClient(ledger, "");
    }

    /** As the provider would send it now. */
    Answer deliver(String body) {
        return post(body, signature(body, LoneSimulator.SECRET, Instant.now()));
    }

    Answer post(String body, String signature) {
        return anonymous.send(
                anonymous
                        .request("/webhooks/stripe")
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", signature)
                        .POST(BodyPublishers.ofString(body)));
    }

    /** Without any signature. */
    Answer postBare(String body) {
        return anonymous.send(
                anonymous
                        .request("/webhooks/stripe")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** A notification of Adyen's, with the login that Adyen sends beside the signature. */
    Answer adyen(String message) {
        var login = Base64.getEncoder().encodeToString(Stand.ADYEN_LOGIN.getBytes(UTF_8));
        return anonymous.send(adyenRequest(message).header("Authorization", "Basic " + login));
    }

    Answer adyenWithoutLogin(String message) {
        return anonymous.send(adyenRequest(message));
    }

    private HttpRequest.Builder adyenRequest(String message) {
        return anonymous
                .request("/webhooks/adyen")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(message));
    }

    static String signature(String body, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
