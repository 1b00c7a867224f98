-- A batch whose file is broken, or that the provider does not hand out, must not hold up the others: it is remembered as
-- what it is, for runs to list, until a file of it was taken in.
create table truebook.settlement_batch_refusal (
    tenant       text not null,
    connection   text not null,
    batch_number bigint not null,
    problem      text not null,
    first_at     timestamptz not null,
    primary key (tenant, connection, batch_number)
);
comment on column truebook.settlement_batch_refusal.problem is
    'What is wrong with it: line and column, never a value.';
grant select, insert, update, delete on truebook.settlement_batch_refusal to truebook;
