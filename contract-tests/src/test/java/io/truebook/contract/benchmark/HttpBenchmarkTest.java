package io.truebook.contract.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The measuring itself, where it could be wrong without anybody noticing. */
class HttpBenchmarkTest {

    @Test
    void latencies_are_within_three_percent() {
        var latencies = new Latencies();
        for (long micros = 1; micros <= 100_000; micros++) {
            latencies.add(micros * 1_000);
        }

        assertThat(latencies.total()).isEqualTo(100_000);
        assertThat(latencies.millis(0.50)).isCloseTo(50, within(1.6));
        assertThat(latencies.millis(0.99)).isCloseTo(99, within(3.1));
        assertThat(latencies.maxMillis()).isEqualTo(100);
    }

    @Test
    void the_slope_is_that_of_the_line() {
        var slope = new Slope();
        for (int minute = 1; minute <= 10; minute++) {
            slope.add(minute, 80 + 0.5 * minute);
        }

        assertThat(slope.perStep()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void each_request_has_its_own_transaction_id_and_says_its_true_length() {
        var request = new ChargeRequest("localhost:1", "key", "run");
        var buffer = ByteBuffer.allocate(2_048);

        request.write(12_345, buffer);

        var text = StandardCharsets.US_ASCII.decode(buffer).toString();
        var parts = text.split("\r\n\r\n", -1);
        assertThat(parts[0]).contains("Idempotency-Key: run-n0000000000012345\r\n");
        assertThat(parts[0]).endsWith("Content-Length: " + parts[1].length());
        assertThat(parts[1]).contains("\"merchant\":\"m-0000000000000345\"");
    }
}
