package io.truebook.contract.crash;

import java.util.Map;

/** At most one effect per transaction id, as SQL that finds what breaks it. */
final class TransactionRules {

    static final Map<String, String> NEVER =
            Map.of(
                    "an event belongs to no transaction, or to two",
                    """
                    select * from (select transaction_id, first_index, last_index,
                        lag(last_index, 1, 0::bigint) over (order by first_index) as ended
                        from truebook.transaction_register
                        where first_index > 0 and last_index >= first_index
                        union all
                        select 'the head', last_index + 1, last_index, (select max(last_index)
                            from truebook.transaction_register where last_index >= first_index)
                        from truebook.ledger_head where last_index > 0) r
                    where first_index <> ended + 1\
                    """,
                    "a transaction claims events that are not there",
                    """
                    select r.transaction_id, r.first_index, r.last_index, r.position
                    from truebook.transaction_register r, truebook.ledger_head head
                    where r.last_index > head.last_index or r.position > head.last_index\
                    """,
                    "a client's transaction asked for two things",
                    """
                    select r.transaction_id, e.requests from truebook.transaction_register r,
                        lateral (select count(*) as requests from truebook.journal_event e
                            where e.global_index between r.first_index and r.last_index
                                and e.event_type like '%-requested') e
                    where r.last_index >= r.first_index and e.requests > 1\
                    """,
                    "a break of an operation was opened or closed twice, or closed unopened",
                    """
                    select aggregate_id, event_type, count(*), min(sequence_number)
                    from truebook.journal_event where event_type in ('break-opened', 'break-closed')
                    group by aggregate_id, event_type having count(*) > 1
                        or event_type = 'break-opened' and min(sequence_number) <> 0
                        or event_type = 'break-closed' and min(sequence_number) <> 1\
                    """,
                    "a payment was requested, captured, voided or failed twice",
                    """
                    select aggregate_id, event_type, count(*) from truebook.journal_event
                    where event_type in ('charge-requested', 'charge-authorized',
                        'charge-captured', 'charge-voided', 'charge-failed')
                    group by aggregate_id, event_type having count(*) > 1\
                    """,
                    "a provider operation is open for a payment that is final, or lost its owner",
                    """
                    select operation_id, state, due_at, closed_index
                    from truebook.provider_operation, truebook.ledger_head head
                    where state = 'open' and (due_at is null or closed_index is not null)
                        or state = 'closed' and closed_index is null
                        or closed_index > head.last_index or opened_index > head.last_index\
                    """,
                    "an attempt was made that its operation does not count",
                    """
                    select o.operation_id, o.attempt_count, max(a.attempt_number)
                    from truebook.provider_operation o
                    join truebook.provider_attempt a using (operation_id)
                    group by o.operation_id, o.attempt_count
                    having o.attempt_count <> max(a.attempt_number)
                        or count(*) <> max(a.attempt_number)\
                    """,
                    "a request was sent again with another key or another content",
                    """
                    select operation_id, count(*) from truebook.provider_attempt
                    where step = 'send' group by operation_id
                    having count(distinct (provider_key, request_path, request_body)) > 1\
                    """);

    private TransactionRules() {}
}
