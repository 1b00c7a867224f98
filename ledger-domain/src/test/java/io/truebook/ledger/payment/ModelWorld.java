package io.truebook.ledger.payment;

import io.truebook.ledger.payment.ModelPayment.Stand;
import java.util.ArrayList;
import java.util.Random;

/** Payers, banks and the provider's dashboard: what happens there without the ledger asking. */
final class ModelWorld {

    private final ModelProvider provider;
    private final Random random;

    ModelWorld(ModelProvider provider, Random random) {
        this.provider = provider;
        this.random = random;
    }

    /** One thing happens to one payment. */
    void turns() {
        var all = new ArrayList<>(provider.payments.values());
        if (all.isEmpty()) {
            return;
        }
        var payment = all.get(random.nextInt(all.size()));
        if (!payment.disputes.isEmpty() && random.nextInt(3) == 0) {
            provider.move(payment.disputes.get(random.nextInt(payment.disputes.size())));
        } else if (!payment.refunds.isEmpty() && random.nextBoolean()) {
            var refund = payment.refunds.get(random.nextInt(payment.refunds.size()));
            moves(refund);
        } else {
            moves(payment);
        }
    }

    /** Payers and banks make up their minds. */
    void comesToRest() {
        for (var payment : provider.payments.values()) {
            switch (payment.last().stand) {
                case PROCESSING -> moves(payment);
                case ACTION -> provider.move(payment, Stand.RELEASED, 0);
                case HELD, TAKEN, FAILED, RELEASED, LAPSED -> {}
            }
            for (var refund : payment.refunds) {
                if (refund.stand == Stand.PROCESSING) {
                    moves(refund);
                }
            }
        }
    }

    private void moves(ModelPayment payment) {
        boolean rarely = random.nextInt(8) == 0;
        var amount = payment.amount.minor();
        switch (payment.last().stand) {
            case ACTION -> {
                switch (random.nextInt(4)) {
                    case 0 -> provider.move(payment, Stand.FAILED, 0);
                    case 1 -> provider.move(payment, Stand.PROCESSING, 0);
                    default -> provider.approve(payment);
                }
            }
            case PROCESSING -> {
                if (random.nextInt(3) == 0) {
                    provider.move(payment, Stand.FAILED, 0);
                } else {
                    provider.approve(payment);
                }
            }
            case HELD -> {
                switch (random.nextInt(12)) {
                    case 0 -> provider.move(payment, Stand.LAPSED, 0);
                    case 1 -> provider.move(payment, Stand.RELEASED, 0);
                    case 2 -> fails(payment);
                    case 3 -> provider.move(payment, Stand.TAKEN, 1 + random.nextLong(amount));
                    default -> {}
                }
            }
            case TAKEN -> {
                switch (random.nextInt(12)) {
                    case 0 -> fails(payment);
                    case 1 -> provider.fee(payment, -1 - random.nextInt(20));
                    case 2, 3 -> refundsAtTheDashboard(payment);
                    // Banks do not ask what was refunded already.
                    case 4 -> provider.dispute(payment, 1 + random.nextLong(amount));
                    case 5 -> provider.convert(payment, 1 + random.nextLong(amount));
                    default -> {}
                }
            }
            case FAILED -> {
                if (random.nextBoolean() && !payment.last().heldMoney) {
                    provider.tryAgain(payment);
                    provider.approve(payment);
                }
            }
            case RELEASED, LAPSED -> {
                // A provider that contradicts itself: the money did move.
                if (rarely) {
                    provider.move(payment, Stand.TAKEN, amount);
                }
            }
        }
    }

    private void fails(ModelPayment payment) {
        payment.last().heldMoney = true;
        provider.move(payment, Stand.FAILED, 0);
    }

    private void refundsAtTheDashboard(ModelPayment payment) {
        long left = payment.refundable();
        if (left > 0) {
            provider.refund(payment, null, 1 + random.nextLong(left));
        }
    }

    private void moves(ModelPayment.Refund refund) {
        switch (refund.stand) {
            case PROCESSING ->
                    provider.move(refund, random.nextInt(3) == 0 ? Stand.FAILED : Stand.TAKEN);
            case TAKEN -> {
                if (random.nextInt(5) == 0) {
                    provider.move(refund, Stand.FAILED);
                }
            }
            case FAILED, ACTION, HELD, RELEASED, LAPSED -> {}
        }
    }
}
