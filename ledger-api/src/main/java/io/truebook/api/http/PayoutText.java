package io.truebook.api.http;

import static io.truebook.api.http.OperationText.amount;
import static io.truebook.api.http.OperationText.get;
import static io.truebook.api.http.OperationText.object;
import static io.truebook.api.http.OperationText.page;
import static io.truebook.api.http.OperationText.post;
import static io.truebook.api.http.OperationText.query;
import static io.truebook.api.http.OperationText.segment;
import static io.truebook.api.http.OperationText.status;
import static io.truebook.api.http.OperationText.text;
import static io.truebook.api.http.OperationText.words;
import static java.util.Map.entry;

import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of the API's description for money that leaves to a bank. */
final class PayoutText {

    private static final String PAYOUT = "MerchantPayoutResource";
    private static final Map<String, String> TOLD = Map.of("200", "The payout as it is now.");

    private static final Map<String, OperationText> ALL =
            Map.ofEntries(
                    entry(
                            "GET /v1/payouts",
                            get("Payouts to our bank, newest first", page(query("provider")))),
                    entry(
                            "GET /v1/bank-entries",
                            get(
                                    "Entries of bank statements, newest first",
                                    page(
                                            query("payout"),
                                            query("rule")
                                                    .schema(words(BankEntryController.RULES))))),
                    entry("GET /v1/bank-entries/{id}", get("An entry of a bank statement")),
                    entry("POST /v1/bank-entries/{id}/unmatch", unmatch()),
                    entry("POST /v1/merchant-payouts", newPayout()),
                    entry(
                            "POST /v1/merchant-payouts/{id}/paid",
                            post(
                                    "Say that our bank has paid it",
                                    told(),
                                    "{\"bank_reference\": \"NTRF-2026-117\"}",
                                    PAYOUT,
                                    TOLD)),
                    entry(
                            "POST /v1/merchant-payouts/{id}/failed",
                            post(
                                    "Say that it did not leave, or came back, also after paid",
                                    told().addProperty(
                                                    "failure_code",
                                                    words(MerchantPayoutResource.failures())),
                                    "{\"failure_code\": \"account_closed\"}",
                                    PAYOUT,
                                    TOLD)),
                    entry(
                            "GET /v1/merchant-payouts/{id}",
                            get("A payout to a merchant as it is now")),
                    entry(
                            "GET /v1/merchant-payouts",
                            get(
                                    "Payouts to merchants, newest first",
                                    page(
                                            query("merchant"),
                                            status(MerchantPayoutResource.STATUSES),
                                            query("overdue")
                                                    .schema(words(List.of("true")))
                                                    .description(
                                                            "Only those nobody told of in"
                                                                    + " time")))));

    private PayoutText() {}

    static Optional<OperationText> of(String operation) {
        return Optional.ofNullable(ALL.get(operation));
    }

    private static Schema<?> told() {
        return object().addProperty(
                        "bank_reference", text("The bank's id of the movement, no words"));
    }

    private static OperationText unmatch() {
        Schema<?> body =
                object().addProperty("payout", text("The provider's id of what it is not"))
                        .addProperty("reason", text("Why: it is kept for ever"));
        body.setRequired(List.of("payout", "reason"));
        return post(
                "Say that an entry matched by amount and date is not that payout",
                body,
                "{\"payout\": \"po_1\", \"reason\": \"It is the rent\"}",
                "BankEntryResource",
                Map.of("200", "Booked back; it may be another payout's by now."));
    }

    private static OperationText newPayout() {
        Schema<?> body =
                object().addProperty("merchant", segment())
                        .addProperty("amount", amount())
                        .addProperty("currency", text("ISO 4217, either case").example("EUR"))
                        .addProperty("reference", text("Yours, to find it by"))
                        .addProperty("description", text("For people"));
        body.setRequired(List.of("merchant", "amount", "currency"));
        return post(
                "Pay a merchant, at most what is available",
                body,
                "{\"merchant\": \"m-1\", \"amount\": 5000, \"currency\": \"EUR\"}",
                PAYOUT,
                Map.of("201", "The amount is set aside; say so when the bank has paid it."));
    }
}
