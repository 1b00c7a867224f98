package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.store.AppendResult.Appended;
import io.truebook.projection.store.AppendResult.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A provider's object belongs to one payment, however many events and commands name it. */
@Tag("database")
class ReferencesDbTest {

    private final StoreFixture store = new StoreFixture();
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void an_object_named_twice_by_one_change_is_kept_once() {
        var change = claim("ch_1");
        change.rows().reference("stripe", "payment", "pi_1", "ch_1");

        assertThat(store.writer.append(change.build())).isEqualTo(new Appended(1, 1));
        assertThat(owners()).containsExactly("ch_1");
    }

    @Test
    void an_object_named_again_later_changes_nothing() {
        store.writer.append(claim("ch_1").build());

        var again = Appends.to("ch_1").event(1);
        again.rows().reference("stripe", "payment", "pi_1", "ch_1");

        assertThat(store.writer.append(again.build())).isEqualTo(new Appended(2, 2));
        assertThat(owners()).containsExactly("ch_1");
    }

    @Test
    void of_many_payments_that_claim_an_object_at_once_one_has_it() throws Exception {
        var results = new ArrayList<AppendResult>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims =
                    IntStream.range(0, 20)
                            .mapToObj(i -> threads.submit(() -> append("ch_" + i)))
                            .toList();
            for (var claim : claims) {
                results.add(claim.get());
            }
        }

        assertThat(results).filteredOn(Appended.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(19);
        assertThat(owners()).hasSize(1);
    }

    private AppendResult append(String payment) {
        return store.writer.append(claim(payment).build());
    }

    private static Appends claim(String payment) {
        var change = Appends.to(payment).event(0);
        change.rows().reference("stripe", "payment", "pi_1", payment);
        return change;
    }

    private List<String> owners() {
        return jdbc.sql("select payment_id from truebook.provider_reference")
                .query(String.class)
                .list();
    }
}
