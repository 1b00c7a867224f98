package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.accountmovement.AccountMovementCommand;
import io.truebook.ledger.accountmovement.AccountMovementCommand.RecordMovement;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutFailed;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RecordMerchantPayoutPaid;
import io.truebook.ledger.merchantpayout.MerchantPayoutCommand.RequestMerchantPayout;
import io.truebook.ledger.merchantpayout.PayoutFailure;
import io.truebook.ledger.merchantpayout.ToldOfPayout;
import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.PaymentCommand.RecordOutcome;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.Personal;
import io.truebook.ledger.payment.TransactionId;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.Failure;
import io.truebook.ledger.provider.Outcome;
import io.truebook.ledger.provider.ProviderFact;
import io.truebook.ledger.providerobject.PayoutCommand;
import io.truebook.ledger.providerobject.PayoutCommand.RecordPayout;
import io.truebook.ledger.providerobject.PayoutFact;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.DuplicateTransaction;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.axonframework.commandhandling.GenericCommandMessage;

/** A ledger to which things happen: what clients want, what providers and people tell. */
abstract class ToldLedger {

    static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");
    static final Failure DECLINED = new Failure("declined", null, null);

    /**
     * One thing that happens, when others have.
     *
     * @param tried in a round; false where it was too early
     */
    record Step(String name, Set<String> after, IntPredicate tried) {
        boolean happens(int round) {
            return tried.test(round);
        }
    }

    final List<Step> steps = new ArrayList<>();
    private final LedgerFixture ledger;
    private final Map<String, Integer> tries = new HashMap<>();

    ToldLedger(LedgerFixture ledger) {
        this.ledger = ledger;
    }

    final void charge(String id, CaptureMode capture) {
        wants(
                id,
                new RequestCharge(
                        id,
                        LedgerFixture.TENANT,
                        client(id),
                        eur(id.equals("ch_dollars") ? 1_999 : 1_000),
                        "acme",
                        "stripe",
                        "pm_card_visa",
                        capture,
                        "https://shop.example/back",
                        1,
                        Personal.NONE,
                        THEN));
    }

    final void refund(String id, long minor) {
        wants(
                id,
                new RequestRefund(
                        "ch_whole",
                        LedgerFixture.TENANT,
                        client(id),
                        id,
                        minor,
                        null,
                        Personal.NONE,
                        THEN),
                "ch_whole");
    }

    final void opened(String charge, String dispute, boolean inquiry) {
        says(
                charge,
                new ProviderFact.DisputeOpened(
                        of(dispute), eur(1_000), inquiry, "fraudulent", THEN));
    }

    final void withdrawn(String charge, String dispute, int round, long minor) {
        says(charge, new ProviderFact.DisputeFundsWithdrawn(round(dispute, round), eur(minor)));
    }

    final void reinstated(String charge, String dispute, int round, long minor) {
        says(charge, new ProviderFact.DisputeFundsReinstated(round(dispute, round), eur(minor)));
    }

    final void closed(String charge, String dispute, int round, DisputeVerdict verdict) {
        says(charge, new ProviderFact.DisputeClosed(round(dispute, round), verdict));
    }

    final void reserve(String id, long minor) {
        add(
                id,
                Set.of(),
                round -> {
                    ledger.recorder.record(
                            LedgerFixture.TENANT,
                            "sys:test",
                            id + round,
                            new RecordMovement(
                                    AccountMovementCommand.keyOf("stripe", id),
                                    AccountMovementCommand.Kind.RESERVE,
                                    of(id),
                                    eur(minor),
                                    "settlement",
                                    THEN));
                    return true;
                });
    }

    final void pays(String id, long minor) {
        wants(
                id,
                new RequestMerchantPayout(
                        id,
                        LedgerFixture.TENANT,
                        client(id),
                        "acme",
                        eur(minor),
                        Personal.NONE,
                        THEN));
    }

    final void isPaid(String id) {
        wants(
                id + "-paid",
                new RecordMerchantPayoutPaid(id, LedgerFixture.TENANT, booked("out-" + id), THEN),
                id);
    }

    final void failed(String id, String after) {
        wants(
                id + "-failed",
                new RecordMerchantPayoutFailed(
                        id,
                        LedgerFixture.TENANT,
                        booked("back-" + id),
                        PayoutFailure.RETURNED,
                        THEN),
                after);
    }

    /** Each movement has the bank's name of its own. */
    static ToldOfPayout booked(String reference) {
        return new ToldOfPayout(reference, THEN, "operator");
    }

    /** Told in every round, as callbacks are: what was booked is not booked again. */
    final void says(String charge, ProviderFact fact, String... after) {
        var needed = new ArrayList<>(List.of(after));
        needed.add(charge);
        add(
                charge + " " + fact.key(),
                Set.copyOf(needed),
                round -> {
                    ledger.recorder.record(
                            LedgerFixture.TENANT,
                            "sys:test",
                            fact.key() + round,
                            new RecordOutcome(
                                    charge,
                                    null,
                                    new Outcome.Succeeded(List.of(fact)),
                                    "webhook",
                                    THEN));
                    return true;
                });
    }

    final void says(String payout, PayoutFact fact) {
        add(
                fact.key(),
                Set.of(),
                round -> {
                    tell(payout, fact, round);
                    return true;
                });
    }

    final void tell(String payout, PayoutFact fact, int round) {
        ledger.recorder.record(
                LedgerFixture.TENANT,
                "sys:test",
                fact.key() + round,
                new RecordPayout(
                        PayoutCommand.keyOf("stripe", payout),
                        "stripe",
                        List.of(fact),
                        "webhook",
                        THEN));
    }

    /** Wanted until the ledger takes it, then no more. */
    final void wants(String name, Object command, String... after) {
        add(name, Set.of(after), _ -> isTaken(name, command));
    }

    private boolean isTaken(String name, Object command) {
        var id = name + "-" + tries.getOrDefault(name, 0);
        var context =
                new CommandContext(
                        new TransactionKey(LedgerFixture.TENANT, "api", id),
                        "ann",
                        "wish",
                        RequestFields.NONE);
        try {
            ledger.gateway.sendAndWait(
                    new GenericCommandMessage<>(command).withMetaData(context.metaData()));
            return true;
        } catch (DuplicateTransaction again) {
            return true;
        } catch (CommandRejected tooEarly) {
            // A limit's refusal is for ever: the next try is another wish.
            tries.merge(name, 1, Integer::sum);
            return false;
        }
    }

    private void add(String name, Set<String> after, IntPredicate tried) {
        steps.add(new Step(name, after, tried));
    }

    static TransactionId client(String id) {
        return TransactionId.ofClient(id);
    }

    static FactSource round(String dispute, int round) {
        return new FactSource("stripe", dispute, null, THEN, round);
    }

    static FactSource of(String object) {
        return FactSource.first("stripe", object, null, THEN);
    }

    static Money eur(long minor) {
        return Money.of(minor, "EUR");
    }
}
