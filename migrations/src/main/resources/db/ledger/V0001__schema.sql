-- Everything the ledger owns lives in one schema, so that it can share a database with others and be
-- granted, dumped and dropped as a whole. The application's role only ever uses it; the owner changes it.
create schema if not exists truebook;
