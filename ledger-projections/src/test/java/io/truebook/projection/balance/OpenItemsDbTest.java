package io.truebook.projection.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.money.Money;
import io.truebook.projection.balance.OpenItems.Cursor;
import io.truebook.projection.balance.OpenItems.OpenItem;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Open items against all postings added up by item, however far the blocks are. */
@Tag("database")
class OpenItemsDbTest {

    private final long seed = Long.getLong("seed", 1L);
    private final RefundedJournal books = new RefundedJournal(new Random(seed));
    private final OpenItems items = new OpenItems(books.journal.database.dataSource());
    private final JdbcClient jdbc = JdbcClient.create(books.journal.database.dataSource());

    @AfterEach
    void drop() {
        books.close();
    }

    @Test
    void what_is_open_is_what_the_postings_do_not_net_out_however_far_the_blocks_are()
            throws SQLException {
        books.grow(9_000);
        assertAllOpen();

        assertThat(items.next()).isTrue();
        assertAllOpen();
        assertThat(items.next()).isTrue();
        assertThat(items.next()).as("a block that is not full").isFalse();
        assertAllOpen();

        books.answerAll();
        books.grow(5_000);
        assertAllOpen();
        while (items.next()) {
            assertAllOpen();
        }
        assertThat(jdbc.sql("select count(*) from truebook.open_item").query(Long.class).single())
                .as("what is closed is not kept")
                .isLessThan(books.refunds() / 2L);
    }

    @Test
    void a_tenant_and_a_name_see_their_own_items_only() {
        books.grow(200);

        assertThat(items.list("another", List.of("*"), Cursor.FIRST, 10)).isEmpty();
        assertThat(items.list("default", List.of("suspense:*"), Cursor.FIRST, 10)).isEmpty();
        assertThat(items.list("default", List.of("provider:stripe:clearing"), Cursor.FIRST, 10))
                .isEmpty();
        assertThat(items.list("default", List.of("provider%"), Cursor.FIRST, 10)).isEmpty();
        assertThat(
                        items.list(
                                "default",
                                List.of("provider:stripe:refunds_pending"),
                                Cursor.FIRST,
                                1))
                .singleElement()
                .extracting(OpenItem::account)
                .isEqualTo("provider:stripe:refunds_pending");
    }

    private void assertAllOpen() {
        assertThat(pages(97)).as("-Dseed=%d", seed).isEqualTo(naive()).isNotEmpty();
    }

    private List<OpenItem> pages(int limit) {
        var all = new ArrayList<OpenItem>();
        for (var after = Cursor.FIRST; ; ) {
            var page = items.list("default", List.of("*"), after, limit);
            all.addAll(page);
            if (page.size() < limit) {
                return all;
            }
            var last = page.getLast();
            after = new Cursor(last.account(), last.item(), last.net().currency().code());
        }
    }

    private List<OpenItem> naive() {
        return jdbc.sql(
                        """
                        select a.name, p.item, p.currency, min(p.effective_at), sum(
                            case p.side when 'credit' then p.amount_minor else -p.amount_minor end)
                        from truebook.posting p join truebook.account a using (account_id)
                        where p.layer = 'posted' and a.name like '%refunds_pending'
                        group by a.name, p.item, p.currency
                        having sum(case p.side when 'credit' then p.amount_minor
                            else -p.amount_minor end) <> 0
                        order by a.name, p.item, p.currency\
                        """)
                .query((row, _) ->
                        new OpenItem(
                                row.getString(1),
                                row.getString(2),
                                Money.of(row.getLong(5), row.getString(3)),
                                row.getObject(4, OffsetDateTime.class).toInstant()))
                .list();
    }
}
