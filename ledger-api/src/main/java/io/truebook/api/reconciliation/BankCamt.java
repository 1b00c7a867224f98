package io.truebook.api.reconciliation;

import com.prowidesoftware.swift.model.mx.AbstractMX;
import io.truebook.api.provider.SettlementFileInvalid;
import io.truebook.ledger.money.CurrencyTable;
import io.truebook.ledger.money.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our bank's statement as ISO 20022 camt.053, of any version the library knows.
 *
 * <p>Booked entries alone: what is pending may never be. The library's model is a type of its own
 * for each version; the tree it writes has the same names in all of them, and that is what is read
 * here. Source: ISO 20022 message definition report, camt.053.001.02 to .13 (read 2026-11).
 */
final class BankCamt {

    static final String FORMAT = "camt.053";

    private static final JsonMapper TREE =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** A number of more digits is no amount, and might cost long to compute with. */
    private static final int MOST_DIGITS = 18;

    private final CamtOutline outline;
    private final BankEntries entries;
    private int number;

    private BankCamt(CamtOutline outline, BankEntries entries) {
        this.outline = outline;
        this.entries = entries;
    }

    /**
     * @throws SettlementFileInvalid naming line and element, never what stands there
     */
    static void read(byte[] file, BankEntries entries) {
        var outline = CamtOutline.of(file);
        new BankCamt(outline, entries).readStatements(tree(outline));
    }

    private static JsonNode tree(CamtOutline outline) {
        try {
            var message = AbstractMX.parse(outline.text());
            if (message != null) {
                return TREE.readTree(message.toJson());
            }
        } catch (RuntimeException unreadable) {
            // The library's words may quote the statement.
        }
        throw new SettlementFileInvalid(1, "Document", "cannot be read as camt.053");
    }

    private void readStatements(JsonNode message) {
        for (var statement : message.path("bkToCstmrStmt").path("stmt").values()) {
            var id = statement.path("acct").path("id");
            var account =
                    id.path("iban").isString()
                            ? id.path("iban").asString()
                            : id.path("othr").path("id").asString("");
            for (var entry : statement.path("ntry").values()) {
                number++;
                if (isBooked(entry)) {
                    read(account, entry);
                }
            }
        }
        if (number != outline.entries()) {
            throw new SettlementFileInvalid(1, "Ntry", "is not where camt.053 has it");
        }
    }

    private boolean isBooked(JsonNode entry) {
        var status = entry.path("sts");
        var code = status.isString() ? status.asString() : status.path("cd").asString("");
        if (code.isEmpty() && !status.path("prtry").isString()) {
            throw invalid("Sts", "is missing, or none we know");
        }
        return code.equals("BOOK");
    }

    private void read(String account, JsonNode entry) {
        entries.add(
                outline.lineOf(number),
                account,
                bookedOn(entry),
                amount(entry),
                entry.path("acctSvcrRef").asString(""),
                words(entry),
                "Ntry");
    }

    private Money amount(JsonNode entry) {
        var currency =
                CurrencyTable.find(entry.path("amt").path("ccy").asString(""))
                        .orElseThrow(() -> invalid("Amt", "is in no currency we know"));
        if (!entry.path("amt").path("value").isNumber()) {
            throw invalid("Amt", "is no amount");
        }
        BigDecimal major = entry.path("amt").path("value").decimalValue();
        if (Math.abs((long) major.scale()) > MOST_DIGITS || major.precision() > MOST_DIGITS) {
            throw invalid("Amt", "has too many digits");
        }
        if (major.signum() < 0) {
            throw invalid("Amt", "is below zero, which CdtDbtInd alone may say");
        }
        try {
            long minor = major.movePointRight(currency.exponent()).longValueExact();
            return switch (entry.path("cdtDbtInd").asString("")) {
                case "CRDT" -> new Money(minor, currency);
                case "DBIT" -> new Money(Math.negateExact(minor), currency);
                default -> throw invalid("CdtDbtInd", "is neither CRDT nor DBIT");
            };
        } catch (ArithmeticException inexact) {
            throw invalid("Amt", "is no whole number of minor units of " + currency);
        }
    }

    private LocalDate bookedOn(JsonNode entry) {
        var booked = entry.path("bookgDt");
        var day = day(booked.isObject() ? booked : entry.path("valDt"));
        try {
            return LocalDate.of(
                    day.path("year").asInt(), day.path("month").asInt(), day.path("day").asInt());
        } catch (DateTimeException | JacksonException unreadable) {
            throw invalid("BookgDt", "is no day");
        }
    }

    private static JsonNode day(JsonNode choice) {
        var time = choice.path("dtTm").path("dateTime").path("date");
        return choice.path("dt").isObject() ? choice.path("dt") : time;
    }

    /** What may name a payout; who paid is nobody's business here. */
    private static String words(JsonNode entry) {
        var words = new StringJoiner(" ");
        add(words, entry.path("addtlNtryInf"));
        for (var details : entry.path("ntryDtls").values()) {
            for (var transaction : details.path("txDtls").values()) {
                for (var name : new String[] {"acctSvcrRef", "endToEndId", "instrId", "txId"}) {
                    add(words, transaction.path("refs").path(name));
                }
                transaction.path("rmtInf").path("ustrd").values().forEach(text -> add(words, text));
                for (var structured : transaction.path("rmtInf").path("strd").values()) {
                    add(words, structured.path("cdtrRefInf").path("ref"));
                }
            }
        }
        return words.toString();
    }

    private static void add(StringJoiner words, JsonNode text) {
        if (text.isString()) {
            words.add(text.asString());
        }
    }

    private SettlementFileInvalid invalid(String element, String problem) {
        return new SettlementFileInvalid(
                outline.lineOf(number), "Ntry[" + number + "]/" + element, problem);
    }
}
