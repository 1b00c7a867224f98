package io.truebook.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.provider.ProviderFact;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what the provider has told and what clients were promised, and from that alone what every
 * account must hold. It asks no rule of the ledger.
 */
final class LedgerAuditor {

    private static final String CLEARING = "provider:stripe:clearing";
    private static final String FEES = "provider:stripe:fees";
    private static final String FX_POSITION = "platform:fx_position";
    private static final String PENDING = "provider:stripe:refunds_pending";
    private static final String DISPUTES = "provider:stripe:disputes";
    private static final String PAYABLE = "merchant:m-1:payable";

    /** What the provider has told of one payment. */
    private static final class Told {
        final Map<String, Long> taken = new LinkedHashMap<>();
        final Map<String, Long> held = new LinkedHashMap<>();
        final Set<String> failed = new LinkedHashSet<>();
        final Set<String> ended = new LinkedHashSet<>();
        final Map<String, Long> refunded = new LinkedHashMap<>();
        final Set<String> answered = new LinkedHashSet<>();
        final Map<String, Long> fees = new LinkedHashMap<>();
        final Map<String, Long> converted = new LinkedHashMap<>();
        final Map<String, Long> promised = new LinkedHashMap<>();
        final Map<String, ToldDispute> disputes = new LinkedHashMap<>();

        ToldDispute dispute(String id) {
            return disputes.computeIfAbsent(id, _ -> new ToldDispute());
        }

        long sumDisputed() {
            return disputes.values().stream().mapToLong(ToldDispute::out).map(this::orZero).sum();
        }

        private long orZero(long minor) {
            return Math.max(0, minor);
        }

        long sumTaken() {
            return sumWithout(taken);
        }

        long sumRefunded() {
            return sumWithout(refunded);
        }

        long sumPromised() {
            long sum = 0;
            for (var promise : promised.entrySet()) {
                sum += answered.contains(promise.getKey()) ? 0 : promise.getValue();
            }
            return sum;
        }

        /** Taken or given back at any time: then nothing of it is held. */
        long hold() {
            boolean over = !taken.isEmpty() || !ended.isEmpty();
            return over ? 0 : sumWithout(held);
        }

        private long sumWithout(Map<String, Long> objects) {
            long sum = 0;
            for (var object : objects.entrySet()) {
                sum += failed.contains(object.getKey()) ? 0 : object.getValue();
            }
            return sum;
        }
    }

    private final Map<String, Told> payments = new HashMap<>();

    /** The provider's word has reached the ledger, for the first time or again. */
    void told(String paymentId, ProviderFact fact) {
        var told = payment(paymentId);
        var object = fact.source().objectId();
        switch (fact) {
            case ProviderFact.Authorized f -> told.held.put(object, f.amount().minor());
            case ProviderFact.Captured f -> told.taken.put(object, f.amount().minor());
            case ProviderFact.ChargeFailed _ -> told.failed.add(object);
            case ProviderFact.Voided _, ProviderFact.Expired _ -> told.ended.add(object);
            case ProviderFact.RefundSucceeded f -> {
                told.refunded.put(object, f.amount().minor());
                told.answered.add(f.operationId());
            }
            case ProviderFact.RefundFailed f -> {
                told.failed.add(object);
                told.answered.add(f.operationId());
            }
            case ProviderFact.FeeCharged f -> told.fees.put(object, f.fee().minor());
            case ProviderFact.Converted f ->
                    told.converted.put(object, f.settled().minor() - f.charged().minor());
            case ProviderFact.DisputeOpened _,
                    ProviderFact.DisputeFundsWithdrawn _,
                    ProviderFact.DisputeFundsReinstated _,
                    ProviderFact.DisputeClosed _ ->
                    told.dispute(object).told(fact);
            case ProviderFact.Processing _,
                    ProviderFact.ActionRequired _,
                    ProviderFact.CaptureRefused _,
                    ProviderFact.VoidRefused _,
                    ProviderFact.RefundPending _ -> {}
        }
    }

    /** A client was promised a refund: it must fit into what was known to be taken. */
    void promised(String paymentId, String refundId, long minor) {
        var told = payment(paymentId);
        assertThat(minor).isPositive();
        assertThat(told.promised.put(refundId, minor)).as("promised twice").isNull();
        assertThat(told.sumRefunded() + told.sumPromised())
                .as("refunds of %s", paymentId)
                .isLessThanOrEqualTo(told.sumTaken() - told.sumDisputed());
        assertThat(told.disputes.values()).as("open disputes").noneMatch(ToldDispute::isOpen);
    }

    long heldOf(String paymentId) {
        return payment(paymentId).hold();
    }

    /** Balances by the debit side, as they must be after what was told so far. */
    void checks(Map<String, Long> balances) {
        var expected = new TreeMap<String, Long>();
        for (var told : payments.values()) {
            long fees = told.fees.values().stream().mapToLong(Long::longValue).sum();
            long net = told.sumTaken() - told.sumRefunded();
            long converted = told.converted.values().stream().mapToLong(Long::longValue).sum();
            expected.merge(CLEARING, net - fees + converted, Long::sum);
            expected.merge(FX_POSITION, -converted, Long::sum);
            expected.merge(FEES, fees, Long::sum);
            expected.merge(PENDING, -told.sumPromised(), Long::sum);
            expected.merge(PAYABLE, -(net - told.sumPromised()), Long::sum);
            expected.merge(CLEARING + " held", told.hold(), Long::sum);
            expected.merge(PAYABLE + " held", -told.hold(), Long::sum);
            for (var dispute : told.disputes.values()) {
                expected.merge(CLEARING, -dispute.out(), Long::sum);
                expected.merge(DISPUTES, dispute.out() - dispute.borne(), Long::sum);
                expected.merge(PAYABLE, dispute.borne(), Long::sum);
                expected.merge(PAYABLE + " held", dispute.held(), Long::sum);
                expected.merge(DISPUTES + " held", -dispute.held(), Long::sum);
            }
        }
        expected.values().removeIf(value -> value == 0);
        assertThat(balances).isEqualTo(expected);
        assertThat(balances.values().stream().mapToLong(Long::longValue).sum()).isZero();
    }

    /** At the end: what the ledger was told is what the provider's own books say. */
    void agreesWith(ModelProvider provider) {
        for (var payment : provider.payments.values()) {
            var told = payment(payment.operation);
            var last = payment.last();
            boolean taken = last.stand == ModelPayment.Stand.TAKEN;
            assertThat(told.sumTaken()).isEqualTo(taken ? last.taken : 0);
            boolean held = last.stand == ModelPayment.Stand.HELD;
            assertThat(told.hold()).isEqualTo(held ? payment.amount.minor() : 0);
            long refunded =
                    payment.refunds.stream()
                            .filter(refund -> refund.stand == ModelPayment.Stand.TAKEN)
                            .mapToLong(refund -> refund.amount.minor())
                            .sum();
            assertThat(told.sumRefunded()).isEqualTo(refunded);
            assertThat(told.sumPromised()).isZero();
            assertThat(told.fees.size() + told.converted.size()).isEqualTo(payment.fees.size());
            for (var dispute : payment.disputes) {
                assertThat(told.dispute(dispute.id).out()).isEqualTo(dispute.taken);
            }
            assertThat(told.disputes).hasSize(payment.disputes.size());
        }
    }

    private Told payment(String paymentId) {
        return payments.computeIfAbsent(paymentId, _ -> new Told());
    }
}
