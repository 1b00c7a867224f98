package io.truebook.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class KeyFilterTest {

    /** A database that is away. */
    private static final class Away extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLNonTransientConnectionException("away", "08006");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void a_key_that_cannot_be_looked_up_is_no_fault_of_ours_but_the_database_away()
            throws ServletException, IOException {
        List<Exception> resolved = new ArrayList<>();
        var filter =
                new KeyFilter(
                        new KeyRing(new ApiKeys(new Away(), Clock.systemUTC())),
                        (_, _, _, failure) -> {
                            resolved.add(failure);
                            return null;
                        });
        var request = new MockHttpServletRequest("POST", "/v1/charges");
        request.setServletPath("/v1/charges");
        request.addHeader("Authorization", "Bearer tbk_" + "x".repeat(43));
        var chain = new MockFilterChain();

        filter.doFilter(request, new MockHttpServletResponse(), chain);

        assertThat(resolved).hasSize(1).allMatch(DataAccessException.class::isInstance);
        assertThat(chain.getRequest()).as("nothing was let through").isNull();
    }
}
