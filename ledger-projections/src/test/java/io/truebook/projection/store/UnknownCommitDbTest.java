package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the connection breaks at the commit the writer finds out, and never guesses. */
@Tag("database")
class UnknownCommitDbTest {

    /** The event's type travels with the write and the commit, not with the probe. */
    private static final String ONLY_IN_THE_WRITE = "charge-captured";

    private final StoreFixture store = new StoreFixture();
    private final CuttableProxy proxy = new CuttableProxy(store.database.url());
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() throws Exception {
        proxy.close();
        store.close();
    }

    @Test
    void a_commit_whose_answer_is_lost_is_found_and_reported_as_done() {
        try (var writer = writer(Duration.ofSeconds(5))) {
            writer.append(change("ch_1", "t-1"));
            proxy.loseAnswerTo(ONLY_IN_THE_WRITE);

            var result = writer.append(change("ch_2", "t-2"));

            assertThat(result).isEqualTo(new AppendResult.Appended(2, 2));
            assertThat(events()).isEqualTo(2);
            assertThat(writer.append(change("ch_3", "t-3")))
                    .isEqualTo(new AppendResult.Appended(3, 3));
        }
    }

    @Test
    void a_commit_that_never_arrived_is_reported_as_not_taken() {
        try (var writer = writer(Duration.ofSeconds(5))) {
            writer.append(change("ch_1", "t-1"));
            proxy.loseRequest(ONLY_IN_THE_WRITE);

            var result = writer.append(change("ch_2", "t-2"));

            assertThat(result).isInstanceOf(AppendResult.NotTaken.class);
            assertThat(events()).isEqualTo(1);
            assertThat(writer.append(change("ch_2", "t-2")))
                    .isEqualTo(new AppendResult.Appended(2, 2));
        }
    }

    @Test
    void while_the_database_stays_away_the_outcome_is_unknown_and_a_repeat_learns_it() {
        try (var writer = writer(Duration.ofMillis(300))) {
            writer.append(change("ch_1", "t-1"));
            proxy.refuse(true);
            proxy.loseAnswerTo(ONLY_IN_THE_WRITE);

            assertThat(writer.append(change("ch_2", "t-2")))
                    .isInstanceOf(AppendResult.Unknown.class);
            assertThat(writer.append(change("ch_2", "t-2")))
                    .isInstanceOf(AppendResult.NotTaken.class);

            proxy.refuse(false);
            assertThat(writer.append(change("ch_2", "t-2")))
                    .isInstanceOfSatisfying(
                            AppendResult.Duplicate.class,
                            repeat -> assertThat(repeat.recorded().lastIndex()).isEqualTo(2));
            assertThat(events()).isEqualTo(2);
        }
    }

    private JournalWriter writer(Duration patience) {
        return JournalWriter.start(
                StoreFixture.unpooled(proxy.url(store.database.url())),
                StoreFixture.settings(patience));
    }

    private long events() {
        return jdbc.sql("select count(*) from truebook.journal_event").query(Long.class).single();
    }

    private static Append change(String aggregate, String transaction) {
        return Appends.to(aggregate).transaction(transaction).event(0).booked(5).build();
    }
}
