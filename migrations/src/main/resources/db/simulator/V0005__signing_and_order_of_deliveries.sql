-- Why: a delivery may be signed with a secret that was replaced, or be held until another event has
-- arrived; both must survive a restart, or the fault would be forgotten with the process.

alter table webhook_delivery add column old_secret boolean not null default false;
alter table webhook_delivery add column after_type text;
