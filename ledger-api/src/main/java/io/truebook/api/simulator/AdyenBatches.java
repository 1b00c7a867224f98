package io.truebook.api.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * Closes an account's books in batches, numbered from 1: everything booked since the last one, what
 * it comes to, paid out per currency, and a file of it that is told of by REPORT_AVAILABLE.
 *
 * <p>A currency that comes to less than nothing is carried into the next batch. What was closed
 * does not change; its file can be written again, with the faults that are on then. Source: Adyen
 * "Settlement details report", "Sales day payout" (read 2026-11).
 */
final class AdyenBatches {
    static final String CLOSE = "close_adyen_batch";
    static final String PATH = "/reports/download/MerchantAccount/";
    private static final String FILE = "adyen:";
    private static final long AMOUNT_AT_MOST = 999_999_999_999L;
    private static final String BOOKING =
            """
            select b.id, b.created_s, b.type, b.amount_minor, b.fee_minor, b.currency,
                b.merchant_account, b.merchant_reference, b.payment, b.modification, b.batch,
                b.net_currency, b.exchange_rate, m.body::jsonb ->> 'reference' as reference
            from adyen_booking b
            left join provider_object m on m.id = b.modification and m.kind like 'adyen.%'
            """;

    private final Clock clock;
    private final JdbcClient jdbc;
    private final Books books;
    private final PaymentLocks locks;
    private final AdyenNotifications notifications;
    private final AdyenSettlementFaults faults;
    private final Supplier<Knobs> knobs;
    private final URI baseUri;

    AdyenBatches(ProviderParts parts, AdyenNotifications notifications) {
        this.clock = parts.clock;
        this.jdbc = parts.jdbc;
        this.books = parts.books;
        this.locks = parts.locks;
        this.notifications = notifications;
        this.faults = new AdyenSettlementFaults(parts.faults);
        this.knobs = parts.knobs::get;
        this.baseUri = parts.baseUri;
    }

    /** With the setting, what is booked now is closed at the end of the time it falls into. */
    void closeLater(Effects effects, String merchantAccount) {
        Duration every = knobs.get().adyen().batchEvery();
        if (every.isZero()) {
            return;
        }
        long turn = clock.millis() / every.toMillis() + 1;
        effects.promise(
                new Effects.Promise(
                        "due_batch_" + merchantAccount + "_" + every.toMillis() + "_" + turn,
                        Math.multiplyExact(turn, every.toMillis()),
                        CLOSE,
                        merchantAccount));
    }

    void close(Effects effects, String merchantAccount) {
        close(effects, merchantAccount, false);
    }

    /**
     * Closes a batch.
     *
     * @param withheld its file is not there until {@link #publish} writes it
     */
    ObjectNode close(Effects effects, String merchantAccount, boolean withheld) {
        locks.hold(effects, "batches of " + merchantAccount);
        List<AdyenSettlementCsv.Line> open = lines(merchantAccount, "b.batch is null");
        if (open.isEmpty()) {
            throw AdyenError.refused("167", "Nothing is booked since the last batch.");
        }
        long number = last(merchantAccount) + 1;
        var rows = new ArrayList<AdyenSettlementCsv.Line>();
        var sums = new TreeMap<String, Long>();
        for (AdyenSettlementCsv.Line line : open) {
            AdyenBooking.Settled batch = settled(number, line.booking().currency());
            AdyenBooking closed = line.booking().in(batch);
            effects.settle(closed.id(), batch);
            sums.merge(batch.currency(), closed.netMinor(), Math::addExact);
            rows.add(new AdyenSettlementCsv.Line(closed, line.refundReference()));
        }
        sums.forEach((currency, sum) ->
                end(effects, merchantAccount, number, currency, sum)
                        .ifPresent(end -> rows.add(new AdyenSettlementCsv.Line(end, ""))));
        if (!withheld) {
            publish(effects, merchantAccount, number, rows);
        }
        return told(merchantAccount, number, rows);
    }

    /** Writes the file of a closed batch, once more if it is there, and tells of it. */
    ObjectNode publish(Effects effects, String merchantAccount, long number) {
        locks.hold(effects, "batches of " + merchantAccount);
        List<AdyenSettlementCsv.Line> rows = lines(merchantAccount, "b.batch = " + number);
        if (rows.isEmpty()) {
            throw AdyenError.refused("167", "There is no batch " + number + ".");
        }
        publish(effects, merchantAccount, number, rows);
        return told(merchantAccount, number, rows);
    }

    /** A booking about no payment: a monthly fee, a deposit; any type, also one nobody knows. */
    ObjectNode book(Effects effects, String merchantAccount, ControlFields fields) {
        String currency = fields.required("currency");
        if (!Amounts.known(currency)) {
            throw ControlFields.invalid("currency", "Must be a code such as EUR.");
        }
        long amount =
                fields.number("amount", -AMOUNT_AT_MOST, AMOUNT_AT_MOST)
                        .orElseThrow(() -> ControlFields.invalid("amount", "Is missing."));
        AdyenBooking booking =
                ofAccount(
                        merchantAccount,
                        fields.required("type"),
                        amount,
                        currency,
                        fields.text("description").orElse("by the control"),
                        null);
        effects.book(booking);
        closeLater(effects, merchantAccount);
        return Json.object().put("id", booking.id());
    }

    /** The account that booked last: where there is one alone it need not be named. */
    String account(ControlFields fields) {
        return fields.text("merchant_account")
                .orElseGet(() ->
                        jdbc.sql(
                                        "select merchant_account from adyen_booking order by seq desc limit 1")
                                .query(String.class)
                                .optional()
                                .orElseThrow(
                                        () -> AdyenError.refused("167", "Nothing is booked yet.")));
    }

    /** The download, as {@code account:name}. */
    void routes(Router<Handler> router) {
        router.on(
                "GET",
                "/reports/{id}",
                (request, _) ->
                        new ApiAnswer(
                                200,
                                "text/csv",
                                books.file(FILE + request.id())
                                        .orElseThrow(
                                                () -> AdyenError.notFound("GET", request.path()))));
    }

    private void publish(
            Effects effects,
            String merchantAccount,
            long number,
            List<AdyenSettlementCsv.Line> rows) {
        String name = name(number);
        effects.file(
                FILE + merchantAccount + ":" + name,
                AdyenSettlementCsv.render(faults.applied(rows)));
        notifications.tellOfReport(effects, merchantAccount, name, url(merchantAccount, number));
    }

    /** What is left is paid out, what is missing is carried over; nothing stays in the batch. */
    private Optional<AdyenBooking> end(
            Effects effects, String merchantAccount, long number, String currency, long sum) {
        if (sum == 0) {
            return Optional.empty();
        }
        var batch = new AdyenBooking.Settled(number, currency, BigDecimal.ONE);
        String type = sum > 0 ? "MerchantPayout" : "Balancetransfer";
        AdyenBooking end =
                ofAccount(
                        merchantAccount,
                        type,
                        Math.negateExact(sum),
                        currency,
                        "TX" + number + "XT",
                        batch);
        effects.book(end);
        if (sum < 0) {
            effects.book(
                    ofAccount(merchantAccount, type, sum, currency, "TX" + number + "XT", null));
        }
        return Optional.of(end);
    }

    private AdyenBooking ofAccount(
            String merchantAccount,
            String type,
            long amount,
            String currency,
            String description,
            AdyenBooking.@Nullable Settled batch) {
        return new AdyenBooking(
                Ids.next("bkg_"),
                clock.instant().getEpochSecond(),
                type,
                amount,
                0,
                currency,
                merchantAccount,
                "",
                "",
                description,
                batch);
    }

    private AdyenBooking.Settled settled(long number, String currency) {
        Knobs.Adyen account = knobs.get().adyen();
        String into = account.settlesIn();
        return into == null || into.equals(currency)
                ? new AdyenBooking.Settled(number, currency, BigDecimal.ONE)
                : new AdyenBooking.Settled(number, into, account.rate());
    }

    private long last(String merchantAccount) {
        return jdbc.sql(
                        "select coalesce(max(batch), 0) from adyen_booking where"
                                + " merchant_account = ?")
                .param(merchantAccount)
                .query(Long.class)
                .single();
    }

    private List<AdyenSettlementCsv.Line> lines(String merchantAccount, String which) {
        return jdbc.sql(BOOKING + "where b.merchant_account = ? and " + which + " order by b.seq")
                .param(merchantAccount)
                .query((row, _) -> line(row))
                .list();
    }

    private static AdyenSettlementCsv.Line line(ResultSet row) throws SQLException {
        long batch = row.getLong("batch");
        var settled =
                row.wasNull()
                        ? null
                        : new AdyenBooking.Settled(
                                batch,
                                row.getString("net_currency"),
                                row.getBigDecimal("exchange_rate"));
        String reference = row.getString("reference");
        return new AdyenSettlementCsv.Line(
                new AdyenBooking(
                        row.getString("id"),
                        row.getLong("created_s"),
                        row.getString("type"),
                        row.getLong("amount_minor"),
                        row.getLong("fee_minor"),
                        row.getString("currency"),
                        row.getString("merchant_account"),
                        row.getString("merchant_reference"),
                        row.getString("payment"),
                        row.getString("modification"),
                        settled),
                reference == null ? "" : reference);
    }

    private ObjectNode told(
            String merchantAccount, long number, List<AdyenSettlementCsv.Line> rows) {
        ObjectNode body = Json.object();
        body.put("merchant_account", merchantAccount);
        body.put("batch", number);
        body.put("rows", rows.size());
        body.put("file", name(number));
        body.put("url", url(merchantAccount, number));
        return body;
    }

    private static String name(long number) {
        return "settlement_detail_report_batch_" + number + ".csv";
    }

    private String url(String merchantAccount, long number) {
        return baseUri + PATH + merchantAccount + "/" + name(number);
    }
}
