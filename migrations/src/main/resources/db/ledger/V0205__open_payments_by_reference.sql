-- Each new charge with a reference asks for those of its merchant and reference that nobody knows the end of.
-- By reference alone that read every payment of a shop that gives all of them the same one. Few are open at a time.
create index payment_summary_open on truebook.payment_summary (tenant, merchant, reference, created_index desc)
    where reference is not null and status in ('requested', 'unknown');
