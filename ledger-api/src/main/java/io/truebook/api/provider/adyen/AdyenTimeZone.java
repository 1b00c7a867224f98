package io.truebook.api.provider.adyen;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * The zone that a report's times are in, as its own column says.
 *
 * <p>It is the account's zone, by a short name or a region. A name that says winter or summer is
 * that offset, the names that accounts have all year are regions. What the JDK makes of short names
 * is not asked: to it BST is in Bangladesh and EST knows no summer.
 */
final class AdyenTimeZone {

    private static final Map<String, ZoneId> NAMES =
            Map.ofEntries(
                    Map.entry("UTC", ZoneOffset.UTC),
                    Map.entry("GMT", ZoneOffset.UTC),
                    Map.entry("BST", ZoneOffset.ofHours(1)),
                    Map.entry("CET", ZoneId.of("Europe/Amsterdam")),
                    Map.entry("CEST", ZoneOffset.ofHours(2)),
                    Map.entry("EET", ZoneId.of("Europe/Helsinki")),
                    Map.entry("EEST", ZoneOffset.ofHours(3)),
                    Map.entry("EST", ZoneId.of("America/New_York")),
                    Map.entry("EDT", ZoneOffset.ofHours(-4)),
                    Map.entry("CST", ZoneId.of("America/Chicago")),
                    Map.entry("CDT", ZoneOffset.ofHours(-5)),
                    Map.entry("MST", ZoneId.of("America/Denver")),
                    Map.entry("MDT", ZoneOffset.ofHours(-6)),
                    Map.entry("PST", ZoneId.of("America/Los_Angeles")),
                    Map.entry("PDT", ZoneOffset.ofHours(-7)),
                    Map.entry("BRT", ZoneId.of("America/Sao_Paulo")),
                    Map.entry("SGT", ZoneId.of("Asia/Singapore")),
                    Map.entry("HKT", ZoneId.of("Asia/Hong_Kong")),
                    Map.entry("JST", ZoneId.of("Asia/Tokyo")),
                    Map.entry("AEST", ZoneId.of("Australia/Sydney")),
                    Map.entry("AEDT", ZoneOffset.ofHours(11)));

    private AdyenTimeZone() {}

    /**
     * A time on the clocks of a zone. In the hour that comes twice in autumn a short name means the
     * second one: the first has the name of summer.
     */
    static Optional<Instant> at(LocalDateTime local, String name) {
        return of(name).map(local::atZone)
                .map(first -> name.contains("/") ? first : first.withLaterOffsetAtOverlap())
                .map(ZonedDateTime::toInstant);
    }

    static Optional<ZoneId> of(String name) {
        var known = NAMES.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return name.contains("/") ? Optional.of(ZoneId.of(name)) : Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
