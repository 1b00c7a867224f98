-- A batch that is announced again and still does not come has been lacking since it was announced first.
alter table truebook.settlement_announcement add column first_at timestamptz;
comment on column truebook.settlement_announcement.first_at is
    'When it was announced first; null: then too, announced_at is the only time.';
