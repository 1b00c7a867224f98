package io.truebook.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no proper client sends, byte by byte: a problem, never a page or a stack trace. */
@Tag("database")
class ServerErrorHttpTest {

    private final Ledger ledger = Ledger.running();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET /v1/charges?reference=%zz HTTP/1.1              | Host: x           | 400
                    GET /v1/charges/%zz HTTP/1.1                        | Host: x           | 400
                    GET /v1/charges/a%2Fb HTTP/1.1                      | Host: x           | 400
                    GET /v1/charges/%00 HTTP/1.1                        | Host: x           | 400
                    GET /v1/charges?a=<b> HTTP/1.1                      | Host: x           | 400
                    GET /v1/../../etc/passwd HTTP/1.1                   | Host: x           | 400
                    GET nonsense HTTP/1.1                               | Host: x           | 400
                    GET /v1/charges HTTP/9.9                            | Host: x           | 400
                    GET /v1/charges HTTP/1.1                            | Nobody: x         | 400
                    GET /v1/charges HTTP/1.1                            | Host: a b         | 400
                    TRACE /v1/charges HTTP/1.1                          | Host: x           | 405
                    PATCH /v1/charges HTTP/1.1                          | Host: x           | 405
                    BREW /v1/charges HTTP/1.1                           | Host: x           | 405
                    GET /v1/%63harges/ch_1 HTTP/1.1                     | Host: x           | 404
                    """)
    void what_the_server_itself_refuses_is_a_problem(String line, String header, int status)
            throws IOException {
        var answer = raw(line.strip() + "\r\n" + header.strip() + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer)
                .containsIgnoringCase("Content-Type: application/problem+json")
                .containsIgnoringCase("X-Request-Id: ")
                .contains("\"code\":")
                .doesNotContain("<html", "Exception", "Tomcat");
    }

    private String raw(String head) throws IOException {
        try (var socket = new Socket("localhost", ledger.port)) {
            socket.setSoTimeout(60_000);
            var request =
                    head
                            + "Authorization: Bearer "
                            + ledger.operatorKey
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
