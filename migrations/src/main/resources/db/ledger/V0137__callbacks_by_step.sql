-- Fees are asked for beside the other callbacks, so that a provider that hangs holds up nobody else's. Many of either
-- may be due at once: the oldest of one kind is found without reading past the other. What waits is
-- little, but building reads the table once, and callbacks of that time are left to the providers' queues.
create index provider_callback_step on truebook.provider_callback (step, due_at, callback_id)
    where status in ('received', 'orphan');
