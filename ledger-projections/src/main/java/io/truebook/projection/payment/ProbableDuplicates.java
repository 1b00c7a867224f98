package io.truebook.projection.payment;

import io.truebook.ledger.money.Money;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Charges that another one may be the same as: of the same merchant, reference and amount, and
 * nobody knows what has become of them.
 *
 * <p>One look into an index, and only where a client gives references.
 */
public final class ProbableDuplicates {

    /** Of a reference that is used over and over, the newest tell enough. */
    private static final int LOOKED_AT = 5;

    private static final String UNKNOWN = "unknown";

    private final PaymentQueries payments;
    private final JdbcClient jdbc;

    public ProbableDuplicates(PaymentQueries payments, DataSource dataSource) {
        this.payments = payments;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The newest of them. */
    public Optional<String> of(String tenant, String merchant, String reference, Money amount) {
        return jdbc
                .sql(
                        """
                        select payment_id from truebook.payment_summary
                        where tenant = ? and reference = ? and merchant = ?
                            and status in ('requested', 'unknown')
                        order by created_index desc limit ?
                        """)
                .params(tenant, reference, merchant, LOOKED_AT)
                .query((row, _) -> row.getString(1))
                .list()
                .stream()
                .filter(id -> isUnanswered(tenant, id, amount))
                .findFirst();
    }

    /** The list may be a moment behind; the payment itself never is. */
    private boolean isUnanswered(String tenant, String paymentId, Money amount) {
        return payments.byId(tenant, paymentId)
                .filter(found -> PaymentStatus.of(found.payment()).equals(UNKNOWN))
                .filter(found -> found.payment().file().terms().amount().equals(amount))
                .isPresent();
    }
}
