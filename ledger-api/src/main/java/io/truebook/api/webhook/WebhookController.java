package io.truebook.api.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where providers call; the body's bytes are taken as they came, for the signature is over them.
 */
@RestController
final class WebhookController {

    private final WebhookReceiver receiver;

    WebhookController(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    @Operation(
            summary = "Take in a provider's callback",
            description = "No key: the provider's signature is the proof. 2xx once it is durable.")
    @PostMapping("/webhooks/{provider}")
    @ResponseStatus(HttpStatus.OK)
    void receive(
            @PathVariable String provider, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        receiver.requireKnown(provider);
        if (request.getContentLengthLong() > WebhookReceiver.LARGEST_BODY) {
            throw new CommandRejected(Rejection.BODY_TOO_LARGE, "At most 1 MiB");
        }
        // One byte more than allowed tells a body that lied about its length.
        byte[] body = request.getInputStream().readNBytes(WebhookReceiver.LARGEST_BODY + 1);
        var answer =
                receiver.receive(
                        provider, body, name -> Collections.list(request.getHeaders(name)));
        if (!answer.isEmpty()) {
            response.setContentType(MediaType.TEXT_PLAIN_VALUE);
            response.getWriter().write(answer);
        }
    }
}
