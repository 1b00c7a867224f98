package io.truebook.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rolling upgrade from a real earlier release, under load, with kills, and back again. Long: it
 * builds that release first. {@code -Dtruebook.earlier=<commit>} runs it.
 */
@Tag("database")
@EnabledIfSystemProperty(named = "truebook.earlier", matches = ".+")
class EarlierReleaseTest {

    private static final Path NEW = Path.of(System.getProperty("truebook.jar", "ledger-api.jar"));
    private static final int SOME = Integer.getInteger("truebook.answers", 200);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void nodes_are_replaced_one_by_one_and_back_and_nobody_notices()
            throws IOException, SQLException, InterruptedException {
        var old = Release.build(System.getProperty("truebook.earlier"), folder);
        int provider = FreePort.find();
        try (var database = TestDatabase.unmigrated();
                var old1 = ReleaseNode.application(old, folder.resolve("o1"), database, provider);
                var simulator =
                        ReleaseNode.simulator(old, folder.resolve("p"), database, provider);
                var old2 = ReleaseNode.application(old, folder.resolve("o2"), database, provider);
                var load = new UpgradeLoad(8)) {
            var key = old1.operatorKey();
            load.add(old1.client(key));
            load.add(old2.client(key));
            awaitMore(load, "two old nodes");

            try (var new1 = ReleaseNode.application(NEW, folder.resolve("n1"), database, provider);
                    var new2 = upgrade(load, key, old1, old2, new1, database, provider)) {
                assertThat(load.strange()).isEmpty();
                load.assertAllIsRemembered(new1.client(key));
                load.assertAllIsRemembered(old2.client(key));
                new2.stop();
                old2.stop();
                assertBooks(database, old);
            }
            simulator.stop();
        }
    }

    private ReleaseNode upgrade(
            UpgradeLoad load,
            String key,
            ReleaseNode old1,
            ReleaseNode old2,
            ReleaseNode new1,
            TestDatabase database,
            int provider)
            throws InterruptedException {
        load.add(new1.client(key));
        awaitMore(load, "two old nodes and a new one");
        old1.kill();
        awaitMore(load, "an old node was killed");
        var new2 = ReleaseNode.application(NEW, folder.resolve("n2"), database, provider);
        load.add(new2.client(key));
        awaitMore(load, "an old node and two new ones");
        new1.kill();
        awaitMore(load, "a new node was killed");
        new1.startAgain();
        old2.stop();
        awaitMore(load, "new nodes only");
        new2.kill();
        old2.startAgain();
        awaitMore(load, "back to an old node, beside a new one");
        new1.stop();
        awaitMore(load, "an old node alone, on the new tables");
        new1.startAgain();
        new2.startAgain();
        awaitMore(load, "and forward again");
        load.stop();
        return new2;
    }

    private void assertBooks(TestDatabase database, Path old) throws SQLException {
        SharedBooks.assertHold(database);
        assertThat(ReleaseNode.verify(NEW, folder.resolve("v-new"), database)).isZero();
        assertThat(ReleaseNode.verify(old, folder.resolve("v-old"), database)).isZero();
    }

    private static void awaitMore(UpgradeLoad load, String stage) {
        int before = load.answered();
        Awaitility.await(stage)
                .atMost(Duration.ofMinutes(3))
                .until(() -> load.answered() >= before + SOME);
        System.out.printf(
                "%-45s %6d answers, %d strange%n", stage, load.answered(), load.strange().size());
    }
}
