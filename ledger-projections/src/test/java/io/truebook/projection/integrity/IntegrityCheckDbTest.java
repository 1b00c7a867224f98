package io.truebook.projection.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.payment.Answered;
import io.truebook.ledger.payment.Evidence;
import io.truebook.ledger.payment.Parties;
import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.payment.PaymentJournal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker agrees with a sound journal and names what somebody with full access has changed. */
@Tag("database")
class IntegrityCheckDbTest {

    private final PaymentJournal journal = new PaymentJournal(TamperedJournal::references);
    private final IntegrityCheck check =
            new IntegrityCheck(journal.database.dataSource(), journal.json, PaymentEvents::booking);

    @AfterEach
    void drop() {
        journal.close();
    }

    @Test
    void an_empty_journal_is_sound() throws SQLException {
        var report = check.run();

        assertThat(report.difference()).isEmpty();
        assertThat(report.journalPosition()).isZero();
    }

    @Test
    void a_journal_with_every_event_is_sound() throws SQLException {
        int events = everyEvent();

        var report = check.run();

        assertThat(report.difference()).isEmpty();
        assertThat(report.events()).isEqualTo(events);
        assertThat(report.postings()).isGreaterThan(10);
        assertThat(report.balances()).isGreaterThanOrEqualTo(4);
        assertThat(report.transactions()).isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    batches      | update journal_batch set last_index = 4 where batch_id = 3
                    batches      | update ledger_head set last_index = last_index + 1
                    batches      | delete from journal_batch where batch_id = 2
                    events       | delete from journal_event where global_index = 5
                    events       | delete from journal_event where global_index = 19
                    events       | update journal_event set event_type = 'x' where global_index = 5
                    events       | update journal_event set payload = '{}' where global_index = 9
                    postings     | update posting set amount_minor = 7 where global_index = 9
                    postings     | update posting set effective_at = now() where global_index = 9
                    postings     | update posting set balance_minor = 7 where global_index = 9
                    postings     | update posting set item = 'ch_2' where global_index = 9
                    postings     | delete from posting where global_index = 9 and leg = 1
                    postings     | update posting set leg = 8 where global_index = 9 and leg = 1
                    postings     | insert into posting select 5, 0, tenant, account_id, currency, layer, side, 1, 1, 1, item, now() from posting limit 1
                    postings     | insert into posting select 99, 0, tenant, account_id, currency, layer, side, 1, 1, 1, item, now() from posting limit 1
                    balances     | update account_balance set posted_debits = posted_debits + 1
                    balances     | delete from account_balance where account_id = 1
                    transactions | delete from transaction_register where first_index = 3
                    transactions | update transaction_register set transaction_id = 'x' where first_index = 3
                    transactions | update transaction_register set tenant = 'x' where first_index = 3
                    transactions | update transaction_register set last_index = 99 where first_index = 19
                    transactions | update transaction_register set first_index = 2 where first_index = 3
                    transactions | update transaction_register set position = 99 where first_index = 3
                    references   | delete from provider_reference where object_id = 'pi_3Q'
                    references   | update provider_reference set payment_id = 'ch_x' where object_id = 'pi_3Q'
                    references   | insert into provider_reference values ('stripe', 'charge', 'ch_y', 'default', 'ch_x')
                    balances     | update account set normal_side = 'debit' where name = 'merchant:m-1:payable'
                    balances     | update account_balance set updated_index = 3
                    balances     | insert into account_balance values (99, 'EUR', 'default', 5, 0, 0, 0, 1, 1)
                    """)
    void a_change_behind_our_back_is_named(String where, String change) throws SQLException {
        everyEvent();
        behindOurBack(change);

        var report = check.run();

        assertThat(report.difference())
                .hasValueSatisfying(difference -> assertThat(difference.check()).isEqualTo(where));
    }

    /** As bookings would leave it that forgot the hold: no posting is wrong, one is not there. */
    @Test
    void what_should_stand_open_and_does_not_is_named() throws SQLException {
        for (var event : TamperedJournal.story(journal.json)) {
            journal.append(event);
            if (event instanceof PaymentEvent.ChargeAuthorized) {
                break;
            }
        }
        behindOurBack("delete from posting");
        behindOurBack("delete from account_balance");

        var forgetful =
                new IntegrityCheck(
                        journal.database.dataSource(), journal.json, _ -> Optional.empty());

        assertThat(forgetful.run().difference())
                .hasValueSatisfying(difference -> {
                    assertThat(difference.check()).isEqualTo("items");
                    assertThat(difference.message()).contains("hold of provider:stripe:clearing");
                });
    }

    @Test
    void a_ledger_that_goes_on_meanwhile_is_sound() throws Exception {
        var goOn = new AtomicBoolean(true);
        var written = new Semaphore(0);
        var writing =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 0; goOn.get(); i++) {
                                journal.append(capture(i));
                                written.release();
                            }
                        });

        try {
            for (int run = 0; run < 10; run++) {
                assertThat(written.tryAcquire(3, 30, TimeUnit.SECONDS)).isTrue();
                assertThat(check.run().difference()).isEmpty();
            }
        } finally {
            goOn.set(false);
            writing.join();
        }
        assertThat(check.run().events()).isGreaterThanOrEqualTo(30);
    }

    private static PaymentEvent capture(int number) {
        var at = Instant.parse("2026-11-20T10:00:00Z");
        var object = "pc_" + number;
        return new PaymentEvent.ChargeCaptured(
                "ch_" + number,
                at,
                new Evidence("stripe|" + object + "|captured|1", object, null, at, at, "webhook"),
                new Answered(List.of(), List.of()),
                new Parties("m-" + number % 7, "stripe"),
                Money.of(100 + number, number % 2 == 0 ? "EUR" : "USD"),
                Money.zero(Money.of(1, number % 2 == 0 ? "EUR" : "USD").currency()),
                false);
    }

    private int everyEvent() {
        var events = TamperedJournal.story(journal.json);
        events.forEach(event -> journal.append(event));
        return events.size();
    }

    /** As the superuser, with the triggers taken away first. */
    private void behindOurBack(String change) throws SQLException {
        try (var superuser = journal.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute("set search_path = truebook");
            for (var table :
                    new String[] {
                        "journal_event", "journal_batch", "posting", "provider_reference"
                    }) {
                statement.execute("alter table " + table + " disable trigger all");
            }
            assertThat(statement.executeUpdate(change)).isPositive();
        }
    }
}
