package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the register keeps of a request is compared with what is sent years later: a difference here
 * is not a test to be updated but a new version of the canonical form.
 */
class RequestHashesTest {

    @Test
    void the_first_version_of_the_canonical_form_is_as_it_was() {
        var key = new byte[32];
        Arrays.fill(key, (byte) 7);

        var fields =
                new RequestHashes(key)
                        .of("POST", "/v1/refunds", "", Map.of("amount", "500", "charge", "ch_1"));

        assertThat(fields.version()).isEqualTo(1);
        assertThat(fields.hashes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                ":method", "NtDnIu7XkRqbdydJaRLuOA",
                                ":path", "VNSEEM_HJTGQG4r2y8U0NA",
                                ":query", "j6AeNaRZMEVjFbP5WT0iAg",
                                "amount", "EOoVIlEy6pyl7eg2QUFyag",
                                "charge", "89HZ5IclC-7xDnQgV-DhcQ"));
    }
}
