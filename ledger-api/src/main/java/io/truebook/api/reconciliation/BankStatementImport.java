package io.truebook.api.reconciliation;

import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.projection.reconciliation.BankStatements;
import io.truebook.projection.reconciliation.BankStatements.NewStatement;
import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.reconciliation.SettlementFiles;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes statements of our bank in: whole or not at all, once each, and what follows from them. */
public final class BankStatementImport {

    /** Some five thousand entries of XML: a day's, or a month's. It is held in memory. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    /** What a statement was answered with, and is answered with for ever. */
    record Answer(
            String id,
            String object,
            String sha256,
            String format,
            long entries,
            @Nullable String firstDay,
            @Nullable String lastDay,
            List<BankEntries.Total> totals,
            long journalPosition) {}

    private final BankStatements statements;
    private final SettlementFiles files;
    private final BankLeg leg;
    private final Clock clock;

    /** Its objects are many times its bytes: one at a time has them. */
    private final ReentrantLock reading = new ReentrantLock();

    public BankStatementImport(
            BankStatements statements, SettlementFiles files, BankLeg leg, Clock clock) {
        this.statements = statements;
        this.files = files;
        this.leg = leg;
        this.clock = clock;
    }

    /** The hash a statement is known by, in hex. */
    public static String sha256(byte[] statement) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(statement));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Takes a statement in, and books what payouts it confirms; the same bytes again give the first
     * answer, and book what a crash has left.
     *
     * @param isXml camt.053; otherwise CSV
     * @param scrubbed what may be kept of a text
     * @throws SettlementFileInvalid and keeps nothing
     */
    public KeptFile take(
            String tenant, byte[] statement, boolean isXml, UnaryOperator<String> scrubbed) {
        var sha256 = sha256(statement);
        var stored =
                statements
                        .find(BankStatements.idOf(tenant, sha256))
                        .orElseGet(() -> store(tenant, statement, sha256, isXml, scrubbed));
        leg.settle(tenant);
        return stored;
    }

    private KeptFile store(
            String tenant,
            byte[] statement,
            String sha256,
            boolean isXml,
            UnaryOperator<String> scrubbed) {
        var entries = new BankEntries(scrubbed);
        reading.lock();
        try {
            if (isXml) {
                BankCamt.read(statement, entries);
            } else {
                BankCsv.read(statement, entries);
            }
        } finally {
            reading.unlock();
        }
        var format = isXml ? BankCamt.FORMAT : BankCsv.FORMAT;
        var answer = ReportJson.bytes(answer(tenant, sha256, format, entries));
        try {
            return statements.store(
                    new NewStatement(
                            tenant, sha256, format, entries.all(), answer, clock.instant()));
        } catch (BankStatements.Contradiction other) {
            throw new SettlementFileInvalid(
                    other.line(),
                    isXml ? "Ntry" : "amount",
                    "an earlier statement has this entry with another amount or day");
        }
    }

    private Answer answer(String tenant, String sha256, String format, BankEntries entries) {
        var days = entries.all().stream().map(BankStatements.Entry::bookedOn).sorted().toList();
        return new Answer(
                BankStatements.idOf(tenant, sha256),
                "bank_statement",
                sha256,
                format,
                days.size(),
                days.isEmpty() ? null : days.getFirst().toString(),
                days.isEmpty() ? null : days.getLast().toString(),
                entries.totals(),
                files.journalPosition());
    }
}
