package io.truebook.api.http;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.reconciliation.BankStatementImport;
import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.BankStatements.Stored;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.Recorded;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Statements of our bank: taken in whole, once for the same bytes. */
@RestController
class BankStatementController {

    private static final String NOT_KEPT = "(a card number stood here)";

    private final TransactionGate gate;
    private final RequestHashes hashes;
    private final BankStatementImport imports;

    BankStatementController(
            TransactionGate gate, RequestHashes hashes, BankStatementImport imports) {
        this.gate = gate;
        this.hashes = hashes;
        this.imports = imports;
    }

    /** What it is known by is the hash of its bytes. */
    @PostMapping(
            path = "/v1/bank-statements",
            consumes = {"text/csv", "application/xml"},
            produces = "application/json")
    ResponseEntity<byte[]> create(HttpServletRequest request, Caller caller, QueryReader query)
            throws IOException {
        var post = post(request, caller, query);
        query.done();
        byte[] body = request.getInputStream().readNBytes(BankStatementImport.MAX_BYTES + 1);
        if (body.length > BankStatementImport.MAX_BYTES) {
            throw new CommandRejected(
                    Rejection.BODY_TOO_LARGE,
                    "At most " + BankStatementImport.MAX_BYTES + " bytes are read");
        }
        var type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
        var fields = Map.of("body", BankStatementImport.sha256(body));
        return gate.pass(
                post,
                post.context("take-bank-statement", fields),
                new Taking(caller.tenant(), body, type.getSubtype().equals("xml")));
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

    private final class Taking implements Wish {

        private final String tenant;
        private final byte[] body;
        private final boolean isXml;
        private @Nullable Stored stored;

        Taking(String tenant, byte[] body, boolean isXml) {
            this.tenant = tenant;
            this.body = body;
            this.isXml = isXml;
        }

        @Override
        public void execute(CommandContext context) {
            try {
                stored =
                        imports.take(
                                tenant,
                                body,
                                isXml,
                                text -> CardNumbers.foundIn(text) ? NOT_KEPT : text);
            } catch (SettlementFileInvalid broken) {
                var place = isXml ? ", element " : ", column ";
                throw new InvalidRequest(
                        Rejection.BANK_STATEMENT_INVALID,
                        "Line " + broken.line() + place + broken.column() + ": " + broken.problem(),
                        List.of(
                                new FieldProblem(
                                        "line " + broken.line() + place + broken.column(),
                                        broken.problem())));
            }
        }

        @Override
        public Reply current(Recorded open) {
            throw new IllegalStateException("A statement is answered at once");
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
