package io.truebook.projection.seal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The signed checkpoints that every node shows, whichever made them. */
public final class CheckpointTable {

    private final JdbcClient jdbc;

    public CheckpointTable(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
    }

    /** The note of the largest tree. */
    public Optional<SignedNote> latest() {
        return jdbc.sql(
                        """
                        select note from truebook.journal_checkpoint
                        order by tree_size desc, key_name limit 1\
                        """)
                .query((row, _) -> SignedNote.parse(row.getString(1)))
                .optional();
    }

    /** A note of the tree of exactly this size. */
    public Optional<SignedNote> ofSize(long size) {
        return jdbc.sql(
                        """
                        select note from truebook.journal_checkpoint
                        where tree_size = ? order by key_name limit 1\
                        """)
                .param(size)
                .query((row, _) -> SignedNote.parse(row.getString(1)))
                .optional();
    }

    /** Keeps a note; one that is there already stays as it is. */
    void add(SignedNote note, String keyName, Instant now) {
        var checkpoint = Checkpoint.parse(note.text());
        jdbc.sql(
                        """
                        insert into truebook.journal_checkpoint
                            (tree_size, key_name, root, note, published_at)
                        values (?, ?, ?, ?, ?) on conflict do nothing\
                        """)
                .params(
                        checkpoint.size(),
                        keyName,
                        checkpoint.root(),
                        note.toString(),
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
