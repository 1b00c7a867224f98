package io.truebook.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.CallbackDialect.Envelope;
import io.truebook.api.webhook.LetterTable.Finished;
import io.truebook.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
class LetterTableDbTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final TestDatabase database = TestDatabase.fresh();
    private final WebhookInbox inbox = new WebhookInbox(database.dataSource());
    private final LetterTable letters = new LetterTable(database.dataSource());
    private final Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @AfterEach
    void drop() {
        inbox.close();
        database.close();
    }

    private void file(String eventId, String subject) {
        var filing =
                new WebhookInbox.Filing(
                        "stripe",
                        new Envelope(eventId, "charge.updated", subject),
                        new byte[] {'{', '}'},
                        () -> new byte[0],
                        null,
                        now);
        assertThat(inbox.file(List.of(filing))).isTrue();
    }

    private List<List<Letter>> exchange(List<Finished> finished, Instant at) {
        return letters.exchange(finished, "facts", Instant.EPOCH, at, at.plus(LEASE), 8);
    }

    private static List<List<String>> names(List<List<Letter>> claimed) {
        return claimed.stream().map(mail -> mail.stream().map(Letter::eventId).toList()).toList();
    }

    private Finished again(Letter letter, Instant due) {
        return new Finished(letter, new Settled("received", "facts", null, null, 1, due), now);
    }

    private Finished done(Letter letter) {
        return new Finished(letter, Settled.done(null, null), now);
    }

    @Test
    void gives_the_letters_of_one_subject_to_one_worker_in_their_order() {
        file("a1", "pi_a");
        file("b1", "pi_b");
        file("a2", "pi_a");
        file("a3", "pi_a");

        assertThat(names(exchange(List.of(), now)))
                .containsExactly(List.of("a1", "a2", "a3"), List.of("b1"));
    }

    @Test
    void gives_nothing_of_a_subject_whose_first_letter_is_under_way_or_to_be_tried_again() {
        file("a1", "pi_a");
        var first = exchange(List.of(), now).getFirst().getFirst();
        file("a2", "pi_a");
        file("b1", "pi_b");

        assertThat(names(exchange(List.of(), now))).containsExactly(List.of("b1"));
        var later = now.plusSeconds(30);
        assertThat(exchange(List.of(again(first, later)), now)).isEmpty();
        assertThat(names(exchange(List.of(), later))).containsExactly(List.of("a1", "a2"));
    }

    @Test
    void takes_along_only_what_is_ready_behind_the_first() {
        file("a1", "pi_a");
        file("a2", "pi_a");
        file("a3", "pi_a");
        var claimed = exchange(List.of(), now).getFirst();
        exchange(
                List.of(
                        again(claimed.get(0), now),
                        again(claimed.get(1), now.plusSeconds(5)),
                        again(claimed.get(2), now)),
                now.minusSeconds(1));

        assertThat(names(exchange(List.of(), now))).containsExactly(List.of("a1"));
    }

    @Test
    void settles_nothing_for_a_worker_whose_lease_has_ended() {
        file("a1", "pi_a");
        var first = exchange(List.of(), now).getFirst().getFirst();
        var afterwards = now.plus(LEASE);
        var second = exchange(List.of(), afterwards).getFirst().getFirst();

        exchange(List.of(done(first)), afterwards);
        assertThat(exchange(List.of(), afterwards.plus(LEASE))).hasSize(1);
        assertThat(second.claims()).isEqualTo(2);
    }

    @Test
    void looks_no_further_back_than_it_is_told() {
        file("a1", "pi_a");
        var later = now.plusSeconds(10);

        assertThat(letters.exchange(List.of(), "facts", later, later, later.plus(LEASE), 8))
                .isEmpty();
    }

    @Test
    void looks_once_more_at_an_orphan_under_way_when_its_payment_turns_up() {
        file("r1", "re_a");
        var first = exchange(List.of(), now).getFirst().getFirst();
        var underWay = exchange(List.of(orphan(first, now)), now).getFirst().getFirst();

        JdbcClient.create(database.dataSource())
                .sql(
                        "insert into truebook.provider_reference values ('stripe',"
                                + " 'payment', 'pi_x', 'default', 'ch_1')")
                .update();
        assertThat(
                        new OrphanShelf(database.dataSource())
                                .wake("stripe", List.of("ch_1", "ch_2"), now))
                .isEqualTo(1);

        assertThat(names(exchange(List.of(orphan(underWay, null)), now)))
                .containsExactly(List.of("r1"));
    }

    private Finished orphan(Letter letter, @Nullable Instant due) {
        var settled = new Settled("orphan", "facts", "No payment of ours", null, 1, due);
        return new Finished(letter, settled.waitingFor(List.of("pi_x")), now);
    }
}
