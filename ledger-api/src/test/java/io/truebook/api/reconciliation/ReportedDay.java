package io.truebook.api.reconciliation;

import io.truebook.api.provider.LedgerFixture;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.reconciliation.BreakCommand.ApproveRepair;
import io.truebook.ledger.reconciliation.BreakCommand.AssignBreak;
import io.truebook.ledger.reconciliation.BreakCommand.ProposeRepair;
import io.truebook.ledger.reconciliation.RepairKind;
import io.truebook.projection.reconciliation.BreakQueries.BreakRow;
import io.truebook.projection.reconciliation.BreakQueries.Filter;
import io.truebook.projection.reconciliation.ReconciliationRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day with one of everything that a report shows. */
abstract class ReportedDay extends RepairingLedger {

    static final String HOSTILE = "=1+<script>alert(1)</script>\"'&";
    static final String OWNER = "=c\u00E4rol\u202E";
    static final String LONG_NUMBER = "8815658961765250";
    static final String LEADING_ZEROS = "00417";
    static final String PAYOUT_ID = "po_1";

    private static final String COLUMNS =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
                    + "payment_intent_id,\"payment_metadata[truebook_operation]\","
                    + "\"refund_metadata[truebook_operation]\",automatic_payout_id";

    String matched = "";

    /** Files, a first run, and what people and rules did about it; the next run shows it. */
    void happens() throws IOException {
        matched = aCapturedCharge("ch_prov_1", "pi_1");
        var mismatch = aCapturedCharge("ch_prov_2", "pi_2");
        aCapturedCharge("ch_prov_3", "pi_3");
        var late = aFailedCharge(10_000);
        var whole =
                line("txn_1", "eur", "100.00", "2.20", "97.80", "charge", "ch_prov_1", matched)
                        + line(
                                "txn_2",
                                "eur",
                                "99.00",
                                "0",
                                "99.00",
                                "charge",
                                "ch_prov_2",
                                mismatch)
                        + line("txn_3", "eur", "100.00", "0", "100.00", "charge", "ch_late", late)
                        + line(
                                "txn_4",
                                "eur",
                                "12.34",
                                "0",
                                "12.34",
                                "charge",
                                "ch_alien",
                                "ch_no1")
                        + line("txn_5", "jpy", "500", "0", "500", "charge", LONG_NUMBER, "ch_no2")
                        + line("txn_6", "kwd", "5.120", "0", "5.120", "charge", HOSTILE, "ch_no3")
                        + line(
                                "00417",
                                "eur",
                                "-7.5",
                                "0",
                                "-7.50",
                                "refund",
                                LEADING_ZEROS,
                                "ch_no4");
        var paid =
                "txn_7,2026-11-20 12:00:00,eur,-290.00,0.00,-290.00,payout," + PAYOUT_ID + ",,,,\n";
        day.upload(COLUMNS + "\n" + whole + paid);
        day.upload((COLUMNS + "\n" + whole).replaceAll("(?m)^(.*),([^,\n]*)$", "$2,$1"));
        day.reconciled();
        propose("ann", RepairKind.PARK, "AMOUNT_MISMATCH");
        approve("bob");
        propose("ann", RepairKind.RECORD_FACT, late);
        approve("bob");
        work();
        assign("ORPHAN_REFUND", OWNER);
        propose("ann", RepairKind.PARK, HOSTILE);
    }

    /** By the code of a break, its charge or the provider's id in it. */
    BreakRow found(String what) {
        return listed(new Filter(null, null, null)).stream()
                .filter(row ->
                        what.equals(row.code())
                                || what.equals(row.chargeId())
                                || what.equals(row.providerReference()))
                .findFirst()
                .orElseThrow();
    }

    void propose(String by, RepairKind kind, String what) {
        var id = found(what).id();
        decide(
                by,
                new ProposeRepair(
                        id,
                        by,
                        kind,
                        null,
                        "why",
                        false,
                        facts(id),
                        SettledDay.NEXT_DAY.instant()));
    }

    void assign(String what, String owner) {
        var id = found(what).id();
        decide("ann", new AssignBreak(id, "ann", owner, facts(id), SettledDay.NEXT_DAY.instant()));
    }

    void approveAsProposed(String what, String by) {
        var id = found(what).id();
        decide(by, new ApproveRepair(id, by, null, null, facts(id), SettledDay.NEXT_DAY.instant()));
    }

    Reports.Report report(String run) {
        return new Reports(new ReconciliationRuns(ledger.database.dataSource()))
                .find(LedgerFixture.TENANT, run)
                .orElseThrow();
    }

    static String text(Reports.Report report, Reports.Form form) {
        return new String(report.bytes(form), StandardCharsets.UTF_8);
    }

    static JsonNode json(Reports.Report report) {
        return JsonMapper.shared().readTree(report.bytes(Reports.Form.JSON));
    }

    private String aCapturedCharge(String object, String intent) {
        var charge = ledger.charge(10_000, CaptureMode.AUTOMATIC);
        tell(charge, captured(object, intent, 10_000), "webhook");
        return charge;
    }

    private static String line(
            String id,
            String currency,
            String gross,
            String fee,
            String net,
            String category,
            String source,
            String operation) {
        return String.join(
                        ",",
                        id,
                        "2026-11-20 12:00:00",
                        currency,
                        gross,
                        fee,
                        net,
                        category,
                        quoted(source),
                        "",
                        operation,
                        "")
                + ","
                + (currency.equals("eur") ? PAYOUT_ID : "")
                + "\n";
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
