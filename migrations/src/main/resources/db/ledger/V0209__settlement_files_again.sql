-- contract: nothing asks for a file by its hash. One that another has replaced may come again and
-- count again; its id, which older nodes keep apart by, then holds the file it came after, too.
alter table truebook.settlement_file drop constraint settlement_file_once;

create index settlement_file_by_hash on truebook.settlement_file (tenant, connection, sha256);
