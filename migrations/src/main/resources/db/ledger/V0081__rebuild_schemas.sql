-- A projection is rebuilt beside the one in use and then takes its place. In a schema of its own the new
-- table can carry the very names of its indexes and constraints from the start, and changing places is
-- two changes of a schema in one transaction; the old table waits in the other schema until it is dropped.
-- Both belong to the owner alone: nobody else has anything to read there.
create schema if not exists truebook_rebuild;
create schema if not exists truebook_replaced;
