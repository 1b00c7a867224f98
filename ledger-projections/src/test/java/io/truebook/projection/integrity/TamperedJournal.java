package io.truebook.projection.integrity;

import io.truebook.ledger.payment.PaymentEvent;
import io.truebook.ledger.payment.PaymentEvent.Reported;
import io.truebook.projection.payment.EventSamples;
import io.truebook.projection.payment.PaymentEvents;
import io.truebook.projection.payment.PaymentJournal;
import io.truebook.projection.seal.CheckpointFolder;
import io.truebook.projection.seal.Checkpoints;
import io.truebook.projection.seal.Frontier;
import io.truebook.projection.seal.JournalLeaves;
import io.truebook.projection.seal.SignerKey;
import io.truebook.projection.seal.Tile;
import io.truebook.projection.store.BatchRows;
import io.truebook.projection.store.EventJson;
import io.truebook.projection.store.JournalChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.serialization.SimpleSerializedObject;

/** A sealed and signed journal in the hands of somebody with full access to its database. */
final class TamperedJournal implements AutoCloseable {

    private static final List<String> PROTECTED =
            List.of(
                    "journal_event",
                    "journal_batch",
                    "journal_seal",
                    "journal_tile",
                    "journal_checkpoint",
                    "posting",
                    "provider_reference");

    /** Tampering is tried at fixed places, so what stands there must stay what it is. */
    private static final int EVENTS = 19;

    final PaymentJournal journal = new PaymentJournal(TamperedJournal::references);
    private final CheckpointFolder folder;
    private final SignerKey key = newKey();

    TamperedJournal(Path outside) {
        folder = new CheckpointFolder(outside);
    }

    /** What the application's own contributor adds, which needs the payment's whole history. */
    static void references(JournalChange change, BatchRows rows) {
        for (var message : change.events()) {
            if (message.getPayload() instanceof Reported event) {
                var evidence = event.evidence();
                rows.reference("stripe", "charge", evidence.objectId(), event.paymentId());
                if (evidence.paymentReference() != null) {
                    var payment = evidence.paymentReference();
                    rows.reference("stripe", "payment", payment, event.paymentId());
                }
            }
        }
    }

    /** One event of a type, each in a batch of its own. */
    void fill() {
        story(journal.json).stream().limit(EVENTS).forEach(event -> journal.append(event));
    }

    /** The samples rest on one fact all together; here each has its own. None is an erasure. */
    static List<PaymentEvent> story(EventJson json) {
        var events = new ArrayList<PaymentEvent>();
        for (var sample : EventSamples.life()) {
            var stored = json.serialize(sample, String.class);
            var text = stored.getData().replace("captured|1", "captured|" + events.size());
            events.add(
                    json.deserialize(
                            new SimpleSerializedObject<>(text, String.class, stored.getType())));
        }
        return events;
    }

    /** As if nobody had kept any outside, and whoever did it knew of those inside. */
    void forgetCheckpoints() throws IOException, SQLException {
        for (var file : folder.files()) {
            Files.delete(file);
        }
        change("delete from journal_checkpoint");
    }

    void sign() throws IOException {
        new Checkpoints(journal.database.dataSource(), folder, key)
                .publish(Instant.parse("2026-11-20T10:00:00Z"));
    }

    IntegrityReport verify() throws SQLException {
        return new IntegrityCheck(
                        journal.database.dataSource(), journal.json, PaymentEvents::booking)
                .against(folder, key.verifier())
                .run();
    }

    /** As the superuser, with the triggers taken away first. */
    void change(String... statements) throws SQLException {
        try (var superuser = superuser();
                var statement = superuser.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Everything derived from the events after this one goes with them, as if never written. */
    void cutTo(int size) throws SQLException {
        change(
                "delete from journal_event where global_index > " + size,
                "delete from event_personal where global_index > " + size,
                "delete from posting where global_index > " + size,
                "delete from journal_batch where last_index > " + size,
                "delete from transaction_register where last_index > " + size,
                """
                delete from account_balance b where not exists (select from posting p
                    where p.account_id = b.account_id and p.currency = b.currency)\
                """,
                """
                update account_balance b set
                    posted_debits = s.pd, posted_credits = s.pc, pending_debits = s.hd,
                    pending_credits = s.hc, version = s.v, updated_index = s.i
                from (select account_id, currency, count(*) as v, max(global_index) as i,
                    coalesce(sum(amount_minor) filter (
                        where layer = 'posted' and side = 'debit'), 0) as pd,
                    coalesce(sum(amount_minor) filter (
                        where layer = 'posted' and side = 'credit'), 0) as pc,
                    coalesce(sum(case layer when 'hold' then amount_minor
                        when 'hold_release' then -amount_minor end) filter (
                        where side = 'debit'), 0) as hd,
                    coalesce(sum(case layer when 'hold' then amount_minor
                        when 'hold_release' then -amount_minor end) filter (
                        where side = 'credit'), 0) as hc
                    from posting group by 1, 2) s
                where s.account_id = b.account_id and s.currency = b.currency\
                """,
                "update ledger_head set last_index = %1$d, last_batch = %1$d".formatted(size));
        sealAgain();
    }

    /** Makes every seal, tile and frontier fit the events that are there now. */
    void sealAgain() throws SQLException {
        change("delete from journal_seal", "delete from journal_tile");
        var frontier = Frontier.empty();
        var tiles = new ArrayList<Tile>();
        try (var superuser = superuser();
                var seal =
                        superuser.prepareStatement(
                                "insert into journal_seal values (?, ?, ?, ?)")) {
            for (long end : batchEnds(superuser)) {
                long before = frontier.size();
                JournalLeaves.read(
                        superuser, before, end, leaf -> frontier.append(leaf.encode(), tiles::add));
                seal.setLong(1, end);
                seal.setLong(2, before);
                seal.setLong(3, end);
                seal.setBytes(4, frontier.root());
                seal.executeUpdate();
            }
            try (var head = superuser.prepareStatement("update ledger_head set frontier = ?")) {
                head.setBytes(1, frontier.stored());
                head.executeUpdate();
            }
        }
    }

    private static List<Long> batchEnds(Connection superuser) throws SQLException {
        var ends = new ArrayList<Long>();
        try (var statement = superuser.createStatement();
                var rows =
                        statement.executeQuery("select last_index from journal_batch order by 1")) {
            while (rows.next()) {
                ends.add(rows.getLong(1));
            }
        }
        return ends;
    }

    private Connection superuser() throws SQLException {
        var superuser = journal.database.connectAsSuperuser();
        try (var statement = superuser.createStatement()) {
            statement.execute("set search_path = truebook");
            for (var table : PROTECTED) {
                statement.execute("alter table " + table + " disable trigger all");
            }
        }
        return superuser;
    }

    private static SignerKey newKey() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return SignerKey.parse(SignerKey.describe(pair, null));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
