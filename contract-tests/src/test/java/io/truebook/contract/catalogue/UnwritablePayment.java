package io.truebook.contract.catalogue;

import io.truebook.contract.RunningLedger;

/**
 * While it is open the ledger's database takes no event of one payment: whoever works something
 * into that payment fails, and nobody else. By the owner of the tables, as only an operator could.
 */
final class UnwritablePayment implements AutoCloseable {

    private final OwnersSession owner;

    UnwritablePayment(RunningLedger ledger, String charge) {
        owner = new OwnersSession(ledger);
        owner.execute(
                """
                create function truebook.refuse_a_payment() returns trigger language plpgsql as
                    $$ begin raise exception 'not now'; end $$
                """);
        owner.execute(
                """
                create trigger refuse_a_payment before insert on truebook.journal_event
                    for each row when (new.aggregate_id = '%s')
                    execute function truebook.refuse_a_payment()
                """
                        .formatted(charge));
    }

    @Override
    public void close() {
        try (owner) {
            owner.execute("drop trigger refuse_a_payment on truebook.journal_event");
            owner.execute("drop function truebook.refuse_a_payment()");
        }
    }
}
