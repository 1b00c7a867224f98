package io.truebook.api.http;

import io.truebook.api.security.Caller;
import io.truebook.ledger.decision.CommandRejected;
import io.truebook.ledger.decision.Rejection;
import io.truebook.projection.seal.Checkpoint;
import io.truebook.projection.seal.CheckpointTable;
import io.truebook.projection.seal.ConsistencyProof;
import io.truebook.projection.seal.EventLeaf;
import io.truebook.projection.seal.InclusionProof;
import io.truebook.projection.seal.JournalTree;
import io.truebook.projection.seal.MerkleProofs;
import io.truebook.projection.seal.SignedNote;
import io.truebook.projection.seal.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a third party needs to check the journal without trusting it: signed checkpoints, the exact
 * bytes of an event, and proofs that tie them together.
 *
 * <p>Bytes, not JSON: the formats are C2SP's, so that other tools read them as they are.
 */
@RestController
@RequestMapping("/v1")
class ProofController {

    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final long LAST = 999_999_999_999_999_999L;

    private final DataSource dataSource;
    private final CheckpointTable checkpoints;
    private final VerifierKey key;

    ProofController(DataSource dataSource, CheckpointTable checkpoints, VerifierKey key) {
        this.dataSource = dataSource;
        this.checkpoints = checkpoints;
        this.key = key;
    }

    @GetMapping(path = "/checkpoints/latest", produces = TEXT)
    byte[] latest(QueryReader query) {
        query.done();
        return bytes(checkpoint(Optional.empty()).toString());
    }

    @GetMapping(path = "/checkpoints/key", produces = TEXT)
    byte[] key(QueryReader query) {
        query.done();
        return bytes(key.text() + "\n");
    }

    @GetMapping(path = "/proofs/events/{position}", produces = "application/octet-stream")
    byte[] event(@PathVariable String position, Caller caller, QueryReader query) {
        query.done();
        if (!position.matches("[1-9][0-9]{0,17}")) {
            throw QueryReader.notFound(Rejection.EVENT_NOT_FOUND, BodyReader.shown(position));
        }
        return leaf(new JournalTree(dataSource), caller, Long.parseLong(position)).encode();
    }

    @GetMapping(path = "/proofs/inclusion", produces = TEXT)
    byte[] inclusion(Caller caller, QueryReader query) {
        long position = required(query, "position");
        var size = query.number("size", 1, LAST);
        query.done();
        var tree = new JournalTree(dataSource);
        leaf(tree, caller, position);
        var note = checkpoint(size);
        long leaves = Checkpoint.parse(note.text()).size();
        if (position > leaves) {
            throw new CommandRejected(
                    Rejection.PROOF_RANGE_INVALID,
                    "Event %d is not among the %d of the checkpoint".formatted(position, leaves));
        }
        var hashes = new MerkleProofs(tree).inclusion(position - 1, leaves);
        return bytes(new InclusionProof(position - 1, hashes, note).text());
    }

    @GetMapping(path = "/proofs/consistency", produces = TEXT)
    byte[] consistency(QueryReader query) {
        long from = required(query, "from");
        var to = query.number("to", 1, LAST);
        query.done();
        var note = checkpoint(to);
        long leaves = Checkpoint.parse(note.text()).size();
        if (from > leaves) {
            throw new CommandRejected(
                    Rejection.PROOF_RANGE_INVALID,
                    "%d events cannot be the beginning of %d".formatted(from, leaves));
        }
        var hashes = new MerkleProofs(new JournalTree(dataSource)).consistency(from, leaves);
        return bytes(new ConsistencyProof(from, hashes, note).text());
    }

    private static long required(QueryReader query, String name) {
        return query.number(name, 1, LAST)
                .orElseGet(() -> {
                    query.required(name);
                    return 0L;
                });
    }

    private static EventLeaf leaf(JournalTree tree, Caller caller, long position) {
        return tree.event(caller.tenant(), position)
                .orElseThrow(() ->
                        QueryReader.notFound(Rejection.EVENT_NOT_FOUND, Long.toString(position)));
    }

    private SignedNote checkpoint(Optional<Long> size) {
        return size.map(checkpoints::ofSize)
                .orElseGet(checkpoints::latest)
                .orElseThrow(() ->
                        new CommandRejected(
                                Rejection.CHECKPOINT_NOT_FOUND,
                                size.map(events -> "None was signed over " + events + " events")
                                        .orElse("None was signed yet")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
