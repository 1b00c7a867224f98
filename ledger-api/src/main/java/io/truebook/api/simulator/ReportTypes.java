package io.truebook.api.simulator;

import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/reporting/report_types}: which reports there are, and how far their data reach. */
final class ReportTypes {

    static final String ACTIVITY = "balance_change_from_activity.itemized.3";
    static final String PAYOUTS = "payouts.itemized.3";
    static final String PAYOUT_RECONCILIATION = "payout_reconciliation.itemized.5";

    private static final Set<String> ALL = Set.of(ACTIVITY, PAYOUTS, PAYOUT_RECONCILIATION);

    private final Clock clock;
    private final Supplier<Knobs> knobs;

    ReportTypes(Clock clock, Supplier<Knobs> knobs) {
        this.clock = clock;
        this.knobs = knobs;
    }

    static void require(String type) {
        if (!ALL.contains(type)) {
            throw StripeError.invalid(
                    "resource_missing", "report_type", "No such report type: '" + type + "'");
        }
    }

    /** In epoch seconds, exclusive; what happens in this one belongs to a report. */
    long latest() {
        Long given = knobs.get().reportsUpTo();
        return given == null ? clock.instant().getEpochSecond() + 1 : given;
    }

    ApiAnswer retrieve(ApiRequest request, Effects effects) {
        request.form().allowOnly(Set.of("expand"));
        String type = request.id();
        require(type);
        ObjectNode body = Json.object();
        body.put("id", type);
        body.put("object", "reporting.report_type");
        body.put("data_available_end", latest());
        body.put("data_available_start", 0);
        SettlementCsv.columns(type).forEach(body.putArray("default_columns")::add);
        body.put("livemode", false);
        body.put("name", type);
        body.put("version", Integer.parseInt(type.substring(type.lastIndexOf('.') + 1)));
        return ApiAnswer.ok(body);
    }
}
