package io.truebook.api.http;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.api.reconciliation.BankStatementImport;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.reconciliation.KeptFile;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Statements of our bank: taken in whole, once for the same bytes. */
@RestController
class BankStatementController {

    private static final String NOT_KEPT = "(a card number stood here)";

    private final TransactionGate gate;
    private final BankStatementImport imports;

    BankStatementController(TransactionGate gate, BankStatementImport imports) {
        this.gate = gate;
        this.imports = imports;
    }

    /** What it is known by is the hash of its bytes. */
    @PostMapping(
            path = "/v1/bank-statements",
            consumes = {"text/csv", "application/xml"},
            produces = "application/json")
    ResponseEntity<byte[]> create(
            HttpServletRequest request, @BodyApart Post post, QueryReader query)
            throws IOException {
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
                new TakingFile(
                        () -> take(post.caller().tenant(), body, type.getSubtype().equals("xml"))));
    }

    private KeptFile take(String tenant, byte[] body, boolean isXml) {
        try {
            return imports.take(
                    tenant, body, isXml, text -> CardNumbers.foundIn(text) ? NOT_KEPT : text);
        } catch (SettlementFileInvalid broken) {
            var place = broken.line() + (isXml ? ", element " : ", column ") + broken.column();
            throw new InvalidRequest(
                    Rejection.BANK_STATEMENT_INVALID,
                    "Line " + place + ": " + broken.problem(),
                    List.of(new FieldProblem("line " + place, broken.problem())));
        }
    }
}
