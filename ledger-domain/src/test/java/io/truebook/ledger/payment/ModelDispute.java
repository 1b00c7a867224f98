package io.truebook.ledger.payment;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.DisputeVerdict;
import io.truebook.ledger.provider.FactSource;
import io.truebook.ledger.provider.ProviderFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A dispute as {@link ModelProvider} keeps it: its words are never taken back, only added to. */
final class ModelDispute {

    enum Stand {
        ASKED,
        DROPPED,
        FOUGHT,
        WON,
        LOST
    }

    final String id;
    private final String payment;
    private final Money amount;
    final List<ProviderFact> words = new ArrayList<>();
    Stand stand;
    long taken;
    private int round = 1;

    ModelDispute(String id, ModelPayment payment, long minor, boolean inquiry) {
        this.id = id;
        this.payment = payment.id;
        this.amount = new Money(minor, payment.amount.currency());
        this.stand = inquiry ? Stand.ASKED : Stand.FOUGHT;
        if (inquiry) {
            words.add(new ProviderFact.DisputeOpened(source(), amount, true, "general", null));
        } else {
            charges();
        }
    }

    /** What happens to it next, if anything does. */
    void moves(Random random) {
        switch (stand) {
            case ASKED -> {
                if (random.nextBoolean()) {
                    stand = Stand.DROPPED;
                    closes(DisputeVerdict.INQUIRY_CLOSED);
                } else {
                    stand = Stand.FOUGHT;
                    charges();
                }
            }
            case FOUGHT -> {
                boolean won = random.nextBoolean();
                stand = won ? Stand.WON : Stand.LOST;
                closes(won ? DisputeVerdict.WON : DisputeVerdict.LOST);
                if (won) {
                    givesBack();
                }
            }
            case LOST -> {
                // Some banks think again.
                if (taken > 0 && random.nextInt(4) == 0) {
                    givesBack();
                }
            }
            case WON -> {
                if (round < 3 && random.nextInt(3) == 0) {
                    round++;
                    stand = Stand.FOUGHT;
                    takes();
                }
            }
            case DROPPED -> {}
        }
    }

    private void charges() {
        words.add(new ProviderFact.DisputeOpened(source(), amount, false, "fraudulent", null));
        takes();
    }

    private void takes() {
        taken = amount.minor();
        words.add(new ProviderFact.DisputeFundsWithdrawn(source(), amount));
    }

    private void givesBack() {
        taken = 0;
        words.add(new ProviderFact.DisputeFundsReinstated(source(), amount));
    }

    private void closes(DisputeVerdict verdict) {
        words.add(new ProviderFact.DisputeClosed(source(), verdict));
    }

    private FactSource source() {
        return new FactSource(ModelProvider.CONNECTION, id, payment, Instant.EPOCH, round);
    }
}
