package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.projection.payment.Erasures;
import io.truebook.projection.payment.Erasures.Erasure;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Erases what clients wrote about people in a charge and its refunds. For operators. */
@RestController
class ErasureController {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final TransactionGate gate;
    private final PaymentWishes wishes;
    private final Erasures erasures;

    ErasureController(TransactionGate gate, PaymentWishes wishes, Erasures erasures) {
        this.gate = gate;
        this.wishes = wishes;
        this.erasures = erasures;
    }

    @PostMapping(path = "/v1/charges/{id}/erasure", produces = "application/json")
    ResponseEntity<byte[]> erase(@PathVariable String id, Post post) {
        var context = post.context("erase-personal-data", post.jsonOrNothing().done());
        return gate.pass(post, context, new Erasing(id, post.caller()));
    }

    private final class Erasing implements Wish {

        private final String charge;
        private final Caller caller;

        Erasing(String charge, Caller caller) {
            this.charge = charge;
            this.caller = caller;
        }

        @Override
        public void execute(CommandContext context) {
            var tenant = caller.tenant();
            wishes.send(new ErasePersonalData(charge, tenant, wishes.now()), context);
        }

        @Override
        public Reply current(Recorded open) {
            return Reply.json(ACCEPTED, ErasureResource.pending(latest()));
        }

        /** Nothing was written since the last one. */
        @Override
        public Settled settled() {
            var body = ErasureResource.done(latest());
            return new Settled(charge, OK, _ -> body);
        }

        private Erasure latest() {
            return erasures.of(caller.tenant(), charge)
                    .orElseThrow(() -> new IllegalStateException("Recorded, but not there"));
        }
    }
}
