-- Each matching asks which entries were told of lately.
create index bank_statement_imported on truebook.bank_statement (tenant, imported_at);
