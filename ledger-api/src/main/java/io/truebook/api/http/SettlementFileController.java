package io.truebook.api.http;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.provider.SettlementSource;
import io.truebook.api.reconciliation.SettlementImport;
import io.truebook.api.reconciliation.SettlementSources;
import io.truebook.api.reconciliation.SpooledFile;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.SettlementFiles.Stored;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Settlement files: taken in whole, once for the same bytes. */
@RestController
class SettlementFileController {

    private final TransactionGate gate;
    private final RequestHashes hashes;
    private final SettlementSources sources;
    private final SettlementImport imports;

    SettlementFileController(
            TransactionGate gate,
            RequestHashes hashes,
            SettlementSources sources,
            SettlementImport imports) {
        this.gate = gate;
        this.hashes = hashes;
        this.sources = sources;
        this.imports = imports;
    }

    /** The body goes to disk, not to memory; what it is known by is its hash. */
    @PostMapping(
            path = "/v1/settlement-files",
            consumes = "text/csv",
            produces = "application/json")
    ResponseEntity<byte[]> create(HttpServletRequest request, Caller caller, QueryReader query)
            throws IOException {
        var post = post(request, caller, query);
        var provider = query.required("provider");
        query.done();
        var source = SettlementAccess.find(sources, caller, provider);
        if (request.getContentLengthLong() > SpooledFile.MAX_BYTES) {
            throw tooLarge();
        }
        try (var file = SpooledFile.of(request.getInputStream())) {
            var context = post.context("take-settlement-file", Map.of("body", file.sha256()));
            return gate.pass(post, context, new Taking(caller.tenant(), source, file));
        } catch (SpooledFile.TooLarge large) {
            throw tooLarge();
        }
    }

    private Post post(HttpServletRequest request, Caller caller, QueryReader query) {
        return new Post(
                caller,
                TransactionIdHeader.read(
                        Collections.list(request.getHeaders(TransactionIdHeader.NAME))),
                Preference.read(Collections.list(request.getHeaders("Prefer"))),
                request.getMethod(),
                request.getServletPath(),
                query.canonical(),
                request.getContentType(),
                new byte[0],
                hashes);
    }

    private static CommandRejected tooLarge() {
        return new CommandRejected(
                Rejection.BODY_TOO_LARGE, "At most " + SpooledFile.MAX_BYTES + " bytes are read");
    }

    private final class Taking implements Wish {

        private final String tenant;
        private final SettlementSource source;
        private final SpooledFile file;
        private @Nullable Stored stored;

        Taking(String tenant, SettlementSource source, SpooledFile file) {
            this.tenant = tenant;
            this.source = source;
            this.file = file;
        }

        @Override
        public void execute(CommandContext context) {
            try {
                stored = imports.upload(tenant, source, file);
            } catch (SettlementFileInvalid broken) {
                var problem =
                        new FieldProblem(
                                "line " + broken.line() + ", column " + broken.column(),
                                broken.problem());
                throw new InvalidRequest(
                        Rejection.SETTLEMENT_FILE_INVALID,
                        String.valueOf(broken.getMessage()),
                        List.of(problem));
            }
        }

        @Override
        public Reply current(Recorded open) {
            throw new IllegalStateException("A file is answered at once");
        }

        @Override
        public Settled settled() {
            var kept = stored;
            if (kept == null) {
                throw new IllegalStateException("Asked before it was taken in");
            }
            return new Settled(kept.id(), kept.isNew() ? 201 : 200, _ -> kept.answer());
        }
    }
}
