package io.truebook.projection.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.PaymentEvent.ChargeRequested;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Personal data is read back with its event, and can be erased without touching the event. */
@Tag("database")
class PersonalDataDbTest {

    private final PaymentJournal journal = new PaymentJournal();
    private final JdbcClient jdbc = JdbcClient.create(journal.database.dataSource());
    private final ChargeRequested charge = (ChargeRequested) EventSamples.all().getFirst();

    @AfterEach
    void drop() {
        journal.close();
    }

    @Test
    void it_is_kept_beside_the_event_and_read_back_with_it() {
        journal.append(charge);

        assertThat(storedPayload()).doesNotContain("bicycle", "personal");
        assertThat(read().personal()).isEqualTo(charge.personal());
        assertThat(read().terms()).isEqualTo(charge.terms());
    }

    @Test
    void erasing_it_leaves_the_event_as_it_was() {
        journal.append(charge);
        var before = storedPayload();

        jdbc.sql("delete from truebook.event_personal").update();

        assertThat(storedPayload()).isEqualTo(before);
        assertThat(read().personal()).isNull();
        assertThat(read().terms()).isEqualTo(charge.terms());
    }

    @Test
    void what_is_stored_with_the_event_names_the_actor() {
        journal.append("t-1", charge);

        var metaData =
                jdbc.sql("select convert_from(metadata, 'UTF8') from truebook.journal_event")
                        .query(String.class)
                        .single();

        assertThat(metaData)
                .isEqualTo(
                        """
                        {"origin":"api","principal":"tester","tenant":"default",\
                        "transaction_id":"t-1"}\
                        """);
    }

    private ChargeRequested read() {
        return (ChargeRequested)
                journal.engine().readEvents(charge.paymentId()).next().getPayload();
    }

    private String storedPayload() {
        return new String(
                jdbc.sql("select payload from truebook.journal_event")
                        .query((row, _) -> row.getBytes(1))
                        .single(),
                UTF_8);
    }
}
