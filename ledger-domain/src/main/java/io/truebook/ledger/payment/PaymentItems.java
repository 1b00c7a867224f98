package io.truebook.ledger.payment;

import static io.truebook.ledger.account.AccountName.providerClearing;
import static io.truebook.ledger.account.AccountName.providerDisputes;
import static io.truebook.ledger.account.AccountName.refundsPending;

import io.truebook.ledger.account.AccountName;
import io.truebook.ledger.journal.OpenAmount;
import io.truebook.ledger.money.Money;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a payment has to stand open on the accounts it only passes through.
 *
 * <p>Derived from its state and not from its postings, so that one can be held against the other: a
 * hold stands as long as the payment is authorized, a refund as long as the provider has not
 * answered, a dispute until it is given back or borne.
 */
public final class PaymentItems {

    private final List<OpenAmount> items = new ArrayList<>();

    private PaymentItems() {}

    /** The items that do not net to zero now. */
    public static List<OpenAmount> of(PaymentFile file) {
        var connection = file.terms().connection();
        var open = new PaymentItems();
        open.add(providerClearing(connection), true, file.paymentId(), file.hold().negated());
        for (var refund : file.refunds().values()) {
            if (refund.status().isOpen()) {
                open.add(refundsPending(connection), false, refund.id(), refund.amount());
            }
        }
        for (var dispute : file.disputes().values()) {
            var gone = dispute.withdrawn().minus(dispute.reinstated()).minus(dispute.borne());
            open.add(providerDisputes(connection), false, dispute.id(), gone.negated());
            open.add(providerDisputes(connection), true, dispute.id(), dispute.held());
        }
        return List.copyOf(open.items);
    }

    private void add(AccountName account, boolean held, String item, Money net) {
        if (!net.isZero()) {
            items.add(new OpenAmount(account, held, item, net));
        }
    }
}
