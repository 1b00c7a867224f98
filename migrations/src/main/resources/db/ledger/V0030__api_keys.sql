-- Who may do what, by name: every event says who caused it, so a key stands for one principal of one
-- tenant. Only a hash is kept; the key has 256 random bits, so the hash needs neither salt nor key.
create table truebook.api_key (
    key_hash   bytea primary key,
    tenant     text not null,
    principal  text not null,
    role       text not null check (role in ('reader', 'writer', 'operator')),
    created_at timestamptz not null,
    revoked_at timestamptz
);
comment on column truebook.api_key.revoked_at is
    'From then on the key is unknown; the row stays, because events name the principal.';
create index api_key_of_tenant on truebook.api_key (tenant, created_at);

grant select, insert on truebook.api_key to truebook;
grant update (revoked_at) on truebook.api_key to truebook;

-- The key of the hashes that stand for request fields: one for all nodes, made once, never changed,
-- because the fields of an old transaction are compared for ever.
create table truebook.request_hash_key (
    version  integer primary key,
    hash_key bytea not null check (length(hash_key) = 32)
);
grant select, insert on truebook.request_hash_key to truebook;
