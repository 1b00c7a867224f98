package io.truebook.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.JournalLeaves;
import io.truebook.projection.seal.JournalTree;
import io.truebook.projection.seal.MerkleProofs;
import io.truebook.projection.seal.ProofCheck;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every batch seals the journal up to itself, whoever wrote what was before it. */
@Tag("database")
class SealDbTest {

    private final StoreFixture store = new StoreFixture();
    private final JdbcClient jdbc = JdbcClient.create(store.database.dataSource());

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void each_batch_seals_the_tree_over_all_events_so_far() throws SQLException {
        for (int i = 1; i <= 3; i++) {
            store.writer.append(Appends.to("ch_" + i).event(0).event(1).build());
        }

        assertThat(column("select tree_size from truebook.journal_seal order by batch_id"))
                .containsExactly(2L, 4L, 6L);
        assertThat(column("select previous_size from truebook.journal_seal order by batch_id"))
                .containsExactly(0L, 2L, 4L);
        for (long size = 2; size <= 6; size += 2) {
            assertThat(sealedRoot(size)).isEqualTo(rebuilt(size).root());
        }
        assertThat(frontier()).isEqualTo(rebuilt(6).stored());
    }

    @Test
    void a_batch_without_events_adds_no_seal() {
        store.writer.append(Appends.to("ch_1").event(0).build());
        store.writer.append(Appends.to("ch_1").transaction("t-1").build());

        assertThat(number("select count(*) from truebook.journal_batch")).isEqualTo(2);
        assertThat(number("select count(*) from truebook.journal_seal")).isEqualTo(1);
    }

    @Test
    void what_an_earlier_version_wrote_is_sealed_with_the_next_batch() throws SQLException {
        store.writer.append(Appends.to("ch_1").event(0).build());
        asAnEarlierVersion("ch_2", 700);

        store.writer.append(Appends.to("ch_3").event(0).build());

        assertThat(column("select tree_size from truebook.journal_seal order by batch_id"))
                .containsExactly(1L, 702L);
        assertThat(sealedRoot(702)).isEqualTo(rebuilt(702).root());
        assertThat(number("select count(*) from truebook.journal_tile")).isEqualTo(2);
    }

    @Test
    void a_long_unsealed_past_is_sealed_beside_the_writer() throws SQLException {
        for (int i = 1; i <= 12; i++) {
            asAnEarlierVersion("ch_" + i, 1_000);
        }

        store.writer.append(Appends.to("ch_new").event(0).build());

        Awaitility.await().untilAsserted(() -> assertThat(frontierSize()).isGreaterThan(11_999));
        store.writer.append(Appends.to("ch_new").event(1).build());
        assertThat(frontier()).isEqualTo(rebuilt(12_002).stored());
        assertThat(column("select tree_size from truebook.journal_seal order by batch_id"))
                .startsWith(10_000L)
                .endsWith(12_002L);
        assertThat(number("select count(*) from truebook.journal_tile")).isEqualTo(12_002 / 256);
    }

    @Test
    void a_frontier_that_was_tampered_with_stops_no_payment() throws SQLException {
        store.writer.append(Appends.to("ch_1").event(0).build());
        jdbc.sql("update truebook.ledger_head set frontier = '\\x00ff'").update();

        var result = store.writer.append(Appends.to("ch_2").event(0).build());

        assertThat(result).isEqualTo(new AppendResult.Appended(2, 2));
        assertThat(number("select count(*) from truebook.journal_seal")).isEqualTo(1);
    }

    @Test
    void proofs_from_tiles_and_events_hold_against_the_sealed_root() throws Exception {
        try (var commands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 900; i++) {
                var append = Appends.to("ch_" + i).event(0).build();
                commands.execute(() -> store.writer.append(append));
            }
        }
        var tree = new JournalTree(store.database.dataSource());
        var proofs = new MerkleProofs(tree);
        byte[] root = tree.latest().orElseThrow().root();

        assertThat(proofs.root(900)).isEqualTo(root);
        for (int leaf : new int[] {0, 255, 256, 511, 767, 768, 899}) {
            byte[] bytes = tree.event("default", leaf + 1).orElseThrow().encode();
            var proof = proofs.inclusion(leaf, 900);
            assertThat(new ProofCheck().includes(bytes, leaf, 900, proof, root)).isTrue();
        }
        byte[] old = proofs.root(300);
        assertThat(new ProofCheck().extend(300, old, 900, root, proofs.consistency(300, 900)))
                .isTrue();
        assertThat(tree.event("another", 1)).isEmpty();
    }

    /** A batch as one wrote it that knew no seals. */
    private void asAnEarlierVersion(String aggregate, int events) throws SQLException {
        try (var superuser = store.database.connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute(
                    """
                    with head as (update truebook.ledger_head
                        set last_index = last_index + %2$d, last_batch = last_batch + 1
                        returning last_index, last_batch),
                    batch as (insert into truebook.journal_batch
                        select last_batch, 'old', last_index - %2$d + 1, last_index, now()
                        from head)
                    insert into truebook.journal_event
                    select last_index - %2$d + n, 'default', 'payment', '%1$s', n - 1,
                        '%1$s-' || n, 'charge-captured', 1, now(), '{}', '{}'
                    from head, generate_series(1, %2$d) n\
                    """
                            .formatted(aggregate, events));
        }
    }

    private Frontier rebuilt(long size) throws SQLException {
        var frontier = Frontier.empty();
        try (var connection = store.database.dataSource().getConnection()) {
            JournalLeaves.read(
                    connection, 0, size, leaf -> frontier.append(leaf.encode(), _ -> {}));
        }
        return frontier;
    }

    private byte[] sealedRoot(long size) {
        return jdbc.sql("select root from truebook.journal_seal where tree_size = ?")
                .param(size)
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    private byte[] frontier() {
        return jdbc.sql("select frontier from truebook.ledger_head")
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    private long frontierSize() {
        return jdbc.sql("select coalesce(frontier, '') from truebook.ledger_head")
                .query((row, _) ->
                        row.getBytes(1).length == 0 ? 0 : Frontier.of(row.getBytes(1)).size())
                .single();
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private java.util.List<Long> column(String sql) {
        return jdbc.sql(sql).query(Long.class).list();
    }
}
