package io.truebook.api.provider.stripe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stripe's proof of a callback: {@code t=<unix seconds>,v1=<hex hmac>[,v1=...]}.
 *
 * <p>Any {@code v1} under any of our secrets will do, so that secrets can be rolled; other schemes
 * count for nothing. Unlike Stripe's library it refuses times ahead as well, and no header can make
 * it fail. Source: Stripe "Receive events in your webhook endpoint" (read 2026-11).
 */
final class StripeSignature {

    static final String HEADER = "Stripe-Signature";

    /** Stripe's own default. The boundary is inside. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int LONGEST_HEADER = 4_096;
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{64}");

    private final List<String> secrets;

    StripeSignature(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    boolean holds(byte[] body, List<String> headers, Instant now) {
        return age(body, headers, now)
                .filter(age -> age.truncatedTo(ChronoUnit.SECONDS).compareTo(TOLERANCE) <= 0)
                .isPresent();
    }

    /** How far from now it was signed by somebody who knows a secret; empty when it was not. */
    Optional<Duration> age(byte[] body, List<String> headers, Instant now) {
        if (headers.size() != 1 || headers.getFirst().length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        var items = headers.getFirst().split(",");
        var time = time(items);
        return time.isPresent() && isSigned(body, Long.toString(time.getAsLong()), macs(items))
                ? Optional.of(Duration.between(Instant.ofEpochSecond(time.getAsLong()), now).abs())
                : Optional.empty();
    }

    /** Every combination is compared, and each in constant time. */
    private boolean isSigned(byte[] body, String time, List<String> macs) {
        boolean signed = false;
        for (var secret : secrets) {
            byte[] expected = mac(secret, time, body).getBytes(US_ASCII);
            for (var mac : macs) {
                signed |= MessageDigest.isEqual(expected, mac.getBytes(US_ASCII));
            }
        }
        return signed;
    }

    /** The first one counts, as in Stripe's library. */
    private static OptionalLong time(String[] items) {
        for (var item : items) {
            if (item.startsWith("t=")) {
                var value = item.substring(2);
                return TIME.matcher(value).matches()
                        ? OptionalLong.of(Long.parseLong(value))
                        : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static List<String> macs(String[] items) {
        var macs = new ArrayList<String>();
        for (var item : items) {
            if (item.startsWith("v1=") && MAC.matcher(item.substring(3)).matches()) {
                macs.add(item.substring(3));
            }
        }
        return macs;
    }

    /** The key is the whole secret as text, its prefix included. */
    static String mac(String secret, String time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
