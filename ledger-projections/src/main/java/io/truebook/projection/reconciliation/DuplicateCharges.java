package io.truebook.projection.reconciliation;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.reconciliation.WantedTwice;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Charges that were wanted a second time while nobody knew what had become of the first, where both
 * have taken money and nothing was given back since.
 *
 * <p>The suspicion is the second event of a charge: one look into the journal's key for each
 * captured charge of the period.
 */
final class DuplicateCharges {

    private static final String OF_THE_PERIOD =
            """
            select t.first, t.aggregate_id, t.amount_minor, t.currency, t.effective_at
            from (
                select m.aggregate_id, m.amount_minor, m.currency, m.effective_at,
                    (select convert_from(e.payload, 'UTF8')::json ->> 'of'
                        from truebook.journal_event e
                        where e.aggregate_id = m.aggregate_id and e.sequence_number = 1
                            and e.event_type = 'duplicate-suspected') as first
                from compared_movement m
                where m.event_type = 'charge-captured'
                offset 0
            ) t
            where t.first is not null
                and exists (select from truebook.journal_event c
                    where c.aggregate_id = t.first and c.event_type = 'charge-captured')
                and not exists (select from truebook.journal_event g
                    where g.aggregate_id in (t.first, t.aggregate_id)
                        and g.event_type in ('capture-reversed', 'refund-succeeded'))
            order by t.aggregate_id
            """;

    private DuplicateCharges() {}

    /** Of what is in the tables of a comparison's session. */
    static List<WantedTwice> of(JdbcClient session, Knowledge knowledge) {
        return session.sql(knowledge.in(OF_THE_PERIOD))
                .query((row, _) ->
                        new WantedTwice(
                                row.getString(1),
                                row.getString(2),
                                Money.of(row.getLong(3), row.getString(4)),
                                Times.read(row, 5)))
                .list();
    }
}
