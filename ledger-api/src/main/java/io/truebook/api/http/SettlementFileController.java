package io.truebook.api.http;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementImport;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.reconciliation.SpooledFile;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.KeptFile;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Settlement files: taken in whole, once for the same bytes. */
@RestController
class SettlementFileController {

    private final TransactionGate gate;
    private final SettlementSources sources;
    private final SettlementImport imports;

    SettlementFileController(
            TransactionGate gate, SettlementSources sources, SettlementImport imports) {
        this.gate = gate;
        this.sources = sources;
        this.imports = imports;
    }

    /** The body goes to disk, not to memory; what it is known by is its hash. */
    @PostMapping(
            path = "/v1/settlement-files",
            consumes = "text/csv",
            produces = "application/json")
    ResponseEntity<byte[]> create(
            HttpServletRequest request, @BodyApart Post post, QueryReader query)
            throws IOException {
        var provider = query.required("provider");
        query.done();
        var source = SettlementAccess.find(sources, post.caller(), provider);
        if (request.getContentLengthLong() > SpooledFile.MAX_BYTES) {
            throw tooLarge();
        }
        try (var file = SpooledFile.of(request.getInputStream())) {
            var context = post.context("take-settlement-file", Map.of("body", file.sha256()));
            return gate.pass(
                    post, context, new TakingFile(() -> take(post.caller(), source, file)));
        } catch (SpooledFile.TooLarge large) {
            throw tooLarge();
        }
    }

    private static CommandRejected tooLarge() {
        return new CommandRejected(
                Rejection.BODY_TOO_LARGE, "At most " + SpooledFile.MAX_BYTES + " bytes are read");
    }

    private KeptFile take(Caller caller, SettlementSource source, SpooledFile file) {
        try {
            return imports.upload(caller.tenant(), source, file);
        } catch (SettlementFileInvalid broken) {
            var place = "line " + broken.line() + ", column " + broken.column();
            throw new InvalidRequest(
                    Rejection.SETTLEMENT_FILE_INVALID,
                    String.valueOf(broken.getMessage()),
                    List.of(new FieldProblem(place, broken.problem())));
        }
    }
}
