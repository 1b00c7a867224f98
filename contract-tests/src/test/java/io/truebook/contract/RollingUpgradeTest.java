package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade seen from the release that is replaced: tables of a later release appear under it
 * while it works, and a node of it that starts then works too. {@code EarlierReleaseTest} is the
 * same with a real earlier release.
 */
@Tag("database")
class RollingUpgradeTest {

    private static final Path JAR = Path.of(System.getProperty("truebook.jar", "ledger-api.jar"));

    @TempDir Path folder;

    @Test
    void a_release_works_on_the_tables_of_a_later_one_those_that_run_and_those_that_start()
            throws IOException, SQLException, InterruptedException {
        int provider = FreePort.find();
        try (var database = TestDatabase.unmigrated();
                var first = ReleaseNode.application(JAR, folder.resolve("a"), database, provider);
                var simulator =
                        ReleaseNode.simulator(JAR, folder.resolve("p"), database, provider);
                var load = new UpgradeLoad(4)) {
            var key = first.operatorKey();
            load.add(first.client(key));
            awaitMore(load, 5);

            applyLaterMigrations(database);
            awaitMore(load, 10);

            try (var second =
                    ReleaseNode.application(JAR, folder.resolve("b"), database, provider)) {
                load.add(second.client(key));
                awaitMore(load, 10);
                first.kill();
                awaitMore(load, 10);
                load.stop();

                assertThat(load.strange()).isEmpty();
                load.assertAllIsRemembered(second.client(key));
                SharedBooks.assertHold(database);
                assertThat(ReleaseNode.verify(JAR, folder.resolve("v"), database)).isZero();
            }
            simulator.stop();
        }
    }

    private static void awaitMore(UpgradeLoad load, int answers) {
        int before = load.answered();
        Awaitility.await("answers")
                .atMost(Duration.ofSeconds(60))
                .until(() -> load.answered() >= before + answers);
    }

    /** The next release's first start: a column for every table, a table, an index, its history. */
    private void applyLaterMigrations(TestDatabase database) throws IOException, SQLException {
        var tables =
                SharedBooks.rows(
                        database,
                        """
                        select tablename from pg_tables
                        where schemaname = 'truebook' and tablename <> 'schema_history'\
                        """);
        assertThat(tables).hasSizeGreaterThan(15);
        for (var table : tables) {
            SharedBooks.execute(
                    database,
                    "alter table truebook.%s add column later_one text not null default 'later',"
                                    .formatted(table)
                            + " add column later_other bigint");
        }
        var later = Files.createDirectories(folder.resolve("later"));
        Files.writeString(
                later.resolve("V9000__later.sql"),
                """
                -- What a later release needs.
                create table truebook.later_thing (id bigint primary key, tenant text not null);
                grant select, insert on truebook.later_thing to truebook;
                create index later_index on truebook.posting (tenant, effective_at);
                """);
        var applied =
                Flyway.configure()
                        .dataSource(database.ownerDataSource())
                        .locations("classpath:db/ledger", "filesystem:" + later)
                        .schemas("truebook")
                        .table("schema_history")
                        .load()
                        .migrate();
        assertThat(applied.migrationsExecuted).isEqualTo(1);
    }
}
