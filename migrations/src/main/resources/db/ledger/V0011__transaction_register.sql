-- A transaction id has at most one effect, for ever: no row is ever deleted. The row is written in the
-- commit of the effect itself, so neither can be there without the other.
create table truebook.transaction_register (
    tenant           text not null,
    origin           text not null,
    transaction_id   text collate "C" not null,
    command_name     text not null,
    principal        text not null,
    subject_id       text collate "C",
    fields_version   integer not null,
    fields           text not null,
    first_index      bigint not null,
    last_index       bigint not null,
    position         bigint not null,
    rejection        text,
    rejection_detail text,
    answer_status    integer,
    answer_body      bytea,
    corrected        boolean not null default false,
    primary key (tenant, transaction_id, origin)
) with (fillfactor = 80);
comment on column truebook.transaction_register.fields is
    'One line name=hash per field; the hashes are keyed, so that they tell nothing about the values.';
comment on column truebook.transaction_register.position is
    'Index of the last event when the row was last changed: what the stored answer shows.';
comment on column truebook.transaction_register.answer_body is
    'The exact bytes of the final answer; null while the outcome is open.';

grant select, insert, update on truebook.transaction_register to truebook;
