package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.payment.Payment;
import io.truebook.ledger.payment.PaymentCommand;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.Refund;
import io.truebook.projection.payment.PaymentQueries;
import io.truebook.projection.payment.PaymentQueries.PaymentAt;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The three kinds of wishes about payments: a charge, a change of it, a refund. */
final class PaymentWishes {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final PaymentCommands commands;
    private final PaymentQueries payments;
    private final Clock clock;

    PaymentWishes(PaymentCommands commands, PaymentQueries payments, Clock clock) {
        this.commands = commands;
        this.payments = payments;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** A command that has an answer of its own kind. */
    void send(PaymentCommand command, CommandContext context) {
        commands.send(command, context);
    }

    /** A new charge: waiting ends when the payer has to act or the provider takes its time. */
    Wish charge(String id, Caller caller, Supplier<PaymentCommand> command) {
        return new ChargeWish(id, caller, command, true);
    }

    /** A capture or void of a charge. */
    Wish change(String id, Caller caller, Supplier<PaymentCommand> command) {
        return new ChargeWish(id, caller, command, false);
    }

    /** A refund of a charge: waiting ends when the provider takes its time. */
    Wish refund(String charge, Caller caller, Supplier<RequestRefund> command) {
        return new RefundWish(charge, caller, command);
    }

    private PaymentAt present(Caller caller, String id) {
        return payments.byId(caller.tenant(), id)
                .orElseThrow(() -> new IllegalStateException("Recorded, but not there: " + id));
    }

    private static String subject(Recorded recorded) {
        var id = recorded.subjectId();
        if (id == null) {
            throw new IllegalStateException("Recorded without what it is about");
        }
        return id;
    }

    /** A command to a payment: the journal lets none of them happen twice. */
    private abstract class PaymentWish<C extends PaymentCommand> implements Wish {
        private final Supplier<C> command;
        private Optional<Reply> left = Optional.empty();

        PaymentWish(Supplier<C> command) {
            this.command = command;
        }

        @Override
        public boolean isGuardedByJournal() {
            return true;
        }

        @Override
        public void execute(CommandContext context) {
            var sent = command.get();
            left = commands.send(sent, context).map(payment -> open(sent, payment));
        }

        @Override
        public Optional<Reply> left() {
            return left;
        }

        /** The answer while the provider has still to be asked. */
        abstract Reply open(C sent, PaymentAt now);
    }

    private final class ChargeWish extends PaymentWish<PaymentCommand> {
        private final String id;
        private final Caller caller;
        private final boolean opens;

        ChargeWish(String id, Caller caller, Supplier<PaymentCommand> command, boolean opens) {
            super(command);
            this.id = id;
            this.caller = caller;
            this.opens = opens;
        }

        @Override
        Reply open(PaymentCommand sent, PaymentAt now) {
            return Reply.json(ACCEPTED, ChargeResource.of(now.payment(), now.position()));
        }

        @Override
        public Reply current(Recorded open) {
            var found = present(caller, subject(open));
            return Reply.json(ACCEPTED, ChargeResource.of(found.payment(), found.position()));
        }

        @Override
        public Settled settled() {
            var found = present(caller, id);
            var body = Json.bytes(ChargeResource.of(found.payment(), found.position()));
            return new Settled(id, OK, _ -> body);
        }

        @Override
        public boolean isPointlessToWait(Recorded open) {
            return opens
                    && switch (present(caller, subject(open)).payment()) {
                        case Payment.Processing _, Payment.ActionRequired _ -> true;
                        case Payment.Requested _,
                                Payment.Authorized _,
                                Payment.Captured _,
                                Payment.Failed _,
                                Payment.Voided _,
                                Payment.Expired _ ->
                                false;
                    };
        }
    }

    private final class RefundWish extends PaymentWish<RequestRefund> {
        private final String charge;
        private final Caller caller;

        RefundWish(String charge, Caller caller, Supplier<RequestRefund> command) {
            super(command);
            this.charge = charge;
            this.caller = caller;
        }

        @Override
        Reply open(RequestRefund sent, PaymentAt now) {
            return reply(now, sent.refundId());
        }

        @Override
        public Reply current(Recorded open) {
            return reply(present(caller, charge), subject(open));
        }

        private static Reply reply(PaymentAt found, String refundId) {
            var refund = refund(found, refundId);
            return Reply.json(
                    ACCEPTED, RefundResource.of(found.payment(), refund, found.position()));
        }

        @Override
        public Settled settled() {
            throw new IllegalStateException("A refund is never already there: " + charge);
        }

        @Override
        public boolean isPointlessToWait(Recorded open) {
            var refund = refund(present(caller, charge), subject(open));
            return refund.status() == Refund.Status.PENDING;
        }

        private static Refund refund(PaymentAt found, String refundId) {
            var refund = found.payment().file().refunds().get(refundId);
            if (refund == null) {
                throw new IllegalStateException("Recorded, but not there: " + refundId);
            }
            return refund;
        }
    }
}
