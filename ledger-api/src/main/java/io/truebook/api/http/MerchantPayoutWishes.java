package io.truebook.api.http;

import static io.truebook.ledger.decision.Rejection.MERCHANT_PAYOUT_NOT_FOUND;

import io.truebook.ledger.merchantpayout.MerchantPayoutCommand;
import io.truebook.projection.payment.MerchantPayoutQueries;
import io.truebook.projection.payment.MerchantPayoutQueries.MerchantPayoutAt;
import io.truebook.projection.store.CommandContext;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** What clients want of payouts to merchants; each is answered when it is durable. */
final class MerchantPayoutWishes {

    /** No other aggregate is called so. */
    static final String ID = "mpo_[0-9a-z]{26}";

    private final Commands commands;
    private final MerchantPayoutQueries payouts;
    private final Clock clock;

    MerchantPayoutWishes(Commands commands, MerchantPayoutQueries payouts, Clock clock) {
        this.commands = commands;
        this.payouts = payouts;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Wish of(Supplier<MerchantPayoutCommand> command) {
        return new PayoutWish(command);
    }

    MerchantPayoutAt found(String tenant, String id) {
        requirePossible(id);
        return payouts.byId(tenant, id)
                .orElseThrow(() -> QueryReader.notFound(MERCHANT_PAYOUT_NOT_FOUND, id));
    }

    MerchantPayoutResource shown(MerchantPayoutAt found) {
        return MerchantPayoutResource.of(found.payout(), found.position(), today());
    }

    LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    private static void requirePossible(String id) {
        if (!id.matches(ID)) {
            throw QueryReader.notFound(MERCHANT_PAYOUT_NOT_FOUND, id);
        }
    }

    private final class PayoutWish implements Wish {

        private final Supplier<MerchantPayoutCommand> command;

        PayoutWish(Supplier<MerchantPayoutCommand> command) {
            this.command = command;
        }

        @Override
        public boolean isGuardedByJournal() {
            return true;
        }

        @Override
        public void execute(CommandContext context) {
            var wanted = command.get();
            requirePossible(wanted.payoutId());
            commands.send(wanted, context);
        }

        /** It had been told already. */
        @Override
        public Settled settled() {
            var told = command.get();
            var found = found(told.tenant(), told.payoutId());
            var body = Json.bytes(shown(found));
            return new Settled(told.payoutId(), 200, _ -> body);
        }
    }
}
