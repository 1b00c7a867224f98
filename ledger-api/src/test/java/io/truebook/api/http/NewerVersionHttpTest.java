package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node of a newer version has written an event that this one does not know: the payment is
 * refused, never misread, and all others go on.
 */
@Tag("database")
class NewerVersionHttpTest {

    private static final String CHARGE =
            """
            {"amount": 1000, "currency": "EUR", "merchant": "m-1", "provider": "stripe",
             "payment_method": "pm_card_visa", "capture": "automatic"}
            """;

    private static Ledger ledger;
    private static String newer;
    private static String other;

    @BeforeAll
    static void start() throws SQLException {
        ledger = new Ledger(TestDatabase.fresh());
        newer = charged("newer");
        other = charged("other");
        ledger.report(newer, newer, Said.captured(newer, 1000));
        ledger.report(other, other, Said.captured(other, 1000));
        appendAsANewerNode(newer);
    }

    @AfterAll
    static void stop() {
        ledger.close();
        ledger.database.close();
    }

    @Test
    void its_payment_is_refused_with_the_advice_to_come_back() {
        var answer = ledger.get("/v1/charges/" + newer);

        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.at("code")).isEqualTo("newer_version_needed");
        assertThat(answer.at("detail")).contains("charge-forgiven").contains("revision 1");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void a_command_of_it_is_refused_and_not_recorded() {
        long before = ledger.eventsAndTransactions();

        var first = refund("refund-newer", newer);
        var again = refund("refund-newer", newer);

        assertThat(first.at("code")).isEqualTo("newer_version_needed");
        assertThat(again.at("code")).isEqualTo("newer_version_needed");
        assertThat(again.isReplay()).isFalse();
        assertThat(ledger.eventsAndTransactions()).isEqualTo(before);
    }

    @Test
    void other_payments_go_on() {
        assertThat(ledger.get("/v1/charges/" + other).at("status")).isEqualTo("captured");
        assertThat(refund("refund-other", other).status()).isEqualTo(202);
        assertThat(charged("one-more")).startsWith("ch_");
    }

    @Test
    void what_is_recorded_of_it_is_answered_as_before() {
        var again = ledger.post("newer", "/v1/charges", CHARGE, "Prefer", "wait=0");

        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.isReplay()).isTrue();
    }

    @Test
    void a_check_does_not_say_that_the_books_hold() {
        var report = ledger.get("/v1/integrity");

        assertThat(report.at("status")).as(report.text()).isEqualTo("broken");
    }

    private static Ledger.Answer refund(String id, String charge) {
        var json = "{\"charge\": \"" + charge + "\", \"amount\": 1}";
        return ledger.post(id, "/v1/refunds", json, "Prefer", "wait=0");
    }

    private static String charged(String id) {
        return ledger.post(id, "/v1/charges", CHARGE, "Prefer", "wait=0").at("id");
    }

    private static void appendAsANewerNode(String payment) throws SQLException {
        try (var connection = ledger.database.ownerDataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    update ledger_head set last_index = last_index + 1, last_batch = last_batch + 1;
                    insert into journal_event
                    select h.last_index, 'default', 'payment', e.aggregate_id,
                        max(e.sequence_number) + 1, 'newer-1', 'charge-forgiven', 1, now(),
                        '{"why":"we may not know"}', '{}'
                    from ledger_head h, journal_event e where e.aggregate_id = '%s'
                    group by h.last_index, e.aggregate_id;
                    insert into journal_batch (batch_id, writer, first_index, last_index,
                        committed_at)
                    select last_batch, 'newer', last_index, last_index, now() from ledger_head
                    """
                            .formatted(payment));
        }
    }
}
