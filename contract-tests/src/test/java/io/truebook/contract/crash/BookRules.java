package io.truebook.contract.crash;

import java.util.Map;

/** Double entry, as SQL that finds what breaks it. */
final class BookRules {

    static final Map<String, String> NEVER =
            Map.of(
                    "an entry does not balance",
                    """
                    select global_index, currency, layer, count(*) from truebook.posting
                    group by global_index, currency, layer
                    having sum(case side when 'debit' then amount_minor else -amount_minor end) <> 0
                        or count(distinct tenant) <> 1\
                    """,
                    "a posting without its event",
                    """
                    select p.global_index from truebook.posting p
                    left join truebook.journal_event e using (global_index)
                    where e.global_index is null or e.tenant <> p.tenant\
                    """,
                    "balances of a currency do not sum to zero",
                    """
                    select currency, sum(posted_debits - posted_credits) as posted,
                        sum(pending_debits - pending_credits) as pending
                    from truebook.account_balance group by currency
                    having sum(posted_debits) <> sum(posted_credits)
                        or sum(pending_debits) <> sum(pending_credits)\
                    """,
                    "a balance is not the sum of its postings",
                    """
                    with fold as (
                        select account_id, currency, count(*) as n,
                            sum(amount_minor) filter (where layer = 'posted' and side = 'debit')
                                as pd,
                            sum(amount_minor) filter (where layer = 'posted' and side = 'credit')
                                as pc,
                            sum(case layer when 'hold' then amount_minor when 'hold_release'
                                then -amount_minor end) filter (where side = 'debit') as hd,
                            sum(case layer when 'hold' then amount_minor when 'hold_release'
                                then -amount_minor end) filter (where side = 'credit') as hc
                        from truebook.posting group by account_id, currency)
                    select account_id, currency, b.*, fold.* from fold
                    full join truebook.account_balance b using (account_id, currency)
                    where (b.version, b.posted_debits, b.posted_credits, b.pending_debits,
                            b.pending_credits)
                        is distinct from (fold.n, coalesce(pd, 0), coalesce(pc, 0),
                            coalesce(hd, 0), coalesce(hc, 0))\
                    """,
                    "a posting's running balance is not what it was then",
                    """
                    select * from (select p.global_index, p.leg, p.balance_minor,
                        sum(case when layer <> 'posted' then 0 when side = a.normal_side
                            then amount_minor else -amount_minor end) over (
                            partition by p.account_id, p.currency order by p.global_index, p.leg)
                            as sum
                        from truebook.posting p join truebook.account a using (account_id)) r
                    where balance_minor <> sum\
                    """,
                    "captured, authorized or refunded money is not what the events say",
                    """
                    with booked as (
                        select e.event_type, sum(p.amount_minor) filter (where p.side = 'credit'
                                and a.name like 'merchant:%' and p.layer = 'posted') as payable_in,
                            sum(p.amount_minor) filter (where p.side = 'debit'
                                and a.name like 'merchant:%' and p.layer = 'posted') as payable_out
                        from truebook.posting p join truebook.account a using (account_id)
                        join truebook.journal_event e using (global_index) group by e.event_type)
                    select * from booked where payable_in is not null
                        and event_type not in ('charge-captured', 'refund-failed')
                        or payable_out is not null and event_type not in ('refund-requested')\
                    """);

    private BookRules() {}
}
