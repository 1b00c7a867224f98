package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.payment.TraceQueries;
import io.truebook.projection.store.Recorded;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Explains what became of a transaction or a charge, in order of time. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
class TraceController {

    /** What a client wanted, and how it was answered. */
    record CommandResource(
            String name,
            @Nullable String subject,
            String status,
            @Nullable Integer answerStatus,
            @Nullable String rejection,
            boolean corrected) {
        static CommandResource of(Recorded recorded) {
            var answer = recorded.answer();
            var refusal = recorded.rejection();
            return new CommandResource(
                    recorded.commandName(),
                    recorded.subjectId(),
                    refusal != null ? "refused" : answer == null ? "open" : "answered",
                    answer == null ? null : answer.status(),
                    refusal == null ? null : refusal.reason().code(),
                    answer != null && answer.corrected());
        }
    }

    /** A transaction, explained. */
    record TransactionResource(
            String transactionId,
            CommandResource command,
            List<Trace.Entry> timeline,
            long journalPosition) {}

    /** A charge, explained. */
    record TimelineResource(String charge, List<Trace.Entry> timeline, long journalPosition) {}

    private final TransactionRegister register;
    private final TraceQueries traces;
    private final Trace trace;

    TraceController(TransactionRegister register, TraceQueries traces, Trace trace) {
        this.register = register;
        this.traces = traces;
        this.trace = trace;
    }

    @GetMapping("/transactions/{id}")
    TransactionResource transaction(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        return explain(caller, id);
    }

    /** For ids that do not fit into a path. */
    @GetMapping("/transactions")
    TransactionResource transaction(Caller caller, QueryReader query) {
        var id = query.required("id");
        query.done();
        return explain(caller, id);
    }

    private TransactionResource explain(Caller caller, String id) {
        var recorded =
                register.find(TransactionKey.ofClient(caller.tenant(), id))
                        .orElseThrow(() ->
                                new CommandRejected(
                                        Rejection.TRANSACTION_NOT_FOUND,
                                        "No transaction of this id has been recorded"));
        var line =
                Optional.ofNullable(recorded.subjectId())
                        .flatMap(subject -> traces.callOf(caller.tenant(), subject, id))
                        .map(call ->
                                trace.ofOperation(
                                        caller.tenant(), call.paymentId(), call.operationId()))
                        .orElse(new Trace.Line(List.of(), recorded.position()));
        return new TransactionResource(
                id, CommandResource.of(recorded), line.entries(), line.position());
    }

    @GetMapping("/charges/{id}/timeline")
    TimelineResource timeline(@PathVariable String id, Caller caller, QueryReader query) {
        query.done();
        var line = trace.ofPayment(caller.tenant(), id);
        if (line.position() == 0) {
            throw QueryReader.notFound(Rejection.CHARGE_NOT_FOUND, id);
        }
        return new TimelineResource(id, line.entries(), line.position());
    }
}
