-- A provider that writes its settlement by batches says when one is ready. It is remembered apart from the
-- callback that said so: which batches there must be outlives the inbox.
create table truebook.settlement_announcement (
    tenant       text not null,
    connection   text not null,
    batch_number bigint not null,
    announced_at timestamptz not null,
    primary key (tenant, connection, batch_number)
);
grant select, insert on truebook.settlement_announcement to truebook;
