package io.truebook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests about money mean nothing on a server that may forget a commit, and both ways to a test
 * server switch durability off unless told otherwise.
 */
@Tag("database")
class DurabilityDbTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void the_server_itself_says_that_it_is_on(String setting) throws SQLException {
        try (var connection = DATABASE.dataSource().getConnection();
                var answer = connection.createStatement().executeQuery("show " + setting)) {
            answer.next();

            assertThat(answer.getString(1)).isEqualTo("on");
        }
    }
}
