package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.security.ApiKeys;
import io.truebook.api.security.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing under /v1 without a key whose role covers it. */
@Tag("database")
class SecurityHttpTest {

    private final Ledger ledger = Ledger.running();

    @Nested
    class Without_a_key {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/v1",
                    "/v1/charges",
                    "/v1/nothing",
                    "/v1/integrity",
                    "//v1/charges",
                    "/%76%31/charges",
                    "/v1;a=b/charges",
                    "/x/../v1/charges"
                })
        void nothing_is_shown(String path) {
            var answer = Ledger.send(ledger.request(path).GET());

            assertThat(answer.status()).isIn(401, 400);
            if (answer.status() == 401) {
                assertThat(answer.at("code")).isEqualTo("key_invalid");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/actuator/health", "/v3/api-docs"})
        void the_open_addresses_answer(String path) {
            assertThat(Ledger.send(ledger.request(path).GET()).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic eDp5", "tbk_x"})
        void a_strange_header_is_no_key(String header) {
            var request = ledger.request("/v1/charges").header("Authorization", header).GET();

            assertThat(Ledger.send(request).status()).isEqualTo(401);
        }
    }

    @Nested
    class A_role {

        @ParameterizedTest
        @CsvSource({
            "READER, GET, /v1/charges, 200",
            "READER, POST, /v1/charges, 403",
            "READER, GET, /v1/integrity, 403",
            "WRITER, GET, /v1/charges, 200",
            "WRITER, POST, /v1/charges, 415",
            "WRITER, GET, /v1/integrity, 403",
            "OPERATOR, GET, /v1/integrity, 200",
            "OPERATOR, POST, /v1/charges, 415"
        })
        void allows_what_it_says(Role role, String method, String path, int status) {
            var key = ledger.newKey("default", role);
            var request =
                    ledger.request(path)
                            .header("Authorization", "Bearer " + key)
                            .method(method, HttpRequest.BodyPublishers.ofString("x"));

            assertThat(Ledger.send(request).status()).isEqualTo(status);
        }
    }

    @Test
    void a_revoked_key_is_shut_out_and_stays_listed() {
        var key = ledger.newKey("revoked", Role.READER);
        var keys = ledger.bean(ApiKeys.class);
        var id =
                keys.list().stream()
                        .filter(listed -> listed.tenant().equals("revoked"))
                        .findFirst()
                        .orElseThrow()
                        .id();

        assertThat(keys.revoke(id)).isTrue();
        assertThat(keys.revoke(id)).isFalse();

        var request = ledger.request("/v1/charges").header("Authorization", "Bearer " + key).GET();
        assertThat(Ledger.send(request).status()).isEqualTo(401);
        assertThat(keys.list()).anyMatch(listed -> listed.id().equals(id));
    }

    @Test
    void the_operators_key_is_for_its_owner_only() throws IOException {
        var permissions = Files.getPosixFilePermissions(ledger.data.resolve("operator.key"));

        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }

    @Test
    void a_request_keeps_its_own_sane_name() {
        var named = ledger.request("/actuator/health").header("X-Request-Id", "r-1").GET();
        var odd = ledger.request("/actuator/health").header("X-Request-Id", "a b<c>").GET();

        assertThat(Ledger.send(named).headers().firstValue("X-Request-Id")).hasValue("r-1");
        assertThat(Ledger.send(odd).headers().firstValue("X-Request-Id").orElseThrow())
                .startsWith("req_");
    }
}
