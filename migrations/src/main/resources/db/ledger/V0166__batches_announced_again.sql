-- A correction of a batch is announced as the batch was. An announcement counts until a file was taken in answer to it,
-- so that a second one has the file fetched again.
alter table truebook.settlement_announcement add column taken_at timestamptz;
comment on column truebook.settlement_announcement.taken_at is
    'The announcement that the last download of the batch answered; null: none yet.';
grant update on truebook.settlement_announcement to truebook;
