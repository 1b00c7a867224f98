-- After an outage thousands of operations are due at once. What was never tried goes before what was sent in
-- vain, and that before questions; the oldest of each is found without reading past the others.
create index provider_operation_turn on truebook.provider_operation (connection, (case
        when attempt_count = 0 then 'first' when next_step = 'send' then 'again' else 'question' end), due_at)
    where state = 'open';
