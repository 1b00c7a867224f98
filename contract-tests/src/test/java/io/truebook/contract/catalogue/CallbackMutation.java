package io.truebook.contract.catalogue;

import io.truebook.contract.LoneSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** One way to tamper with a genuine callback; the body and signature that go over the wire. */
enum CallbackMutation {
    /** One character is another one. */
    BODY_CHANGED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            int at = random.nextInt(body.length());
            char changed = (char) (body.charAt(at) ^ (1 << random.nextInt(4)));
            return new Sent(
                    body.substring(0, at) + changed + body.substring(at + 1), genuine(body, now));
        }
    },
    /** It ends too early. */
    TRUNCATED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            return new Sent(body.substring(0, random.nextInt(body.length())), genuine(body, now));
        }
    },
    /** Something follows it. */
    EXTENDED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            return new Sent(body + " ".repeat(1 + random.nextInt(3)), genuine(body, now));
        }
    },
    /** The proof of another callback. */
    OTHER_SIGNATURE {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            // Of itself where there is only one event: then the time is moved.
            return new Sent(body, genuine(body.equals(other) ? body + "x" : other, now));
        }
    },
    /** One digit of the proof is another one. */
    SIGNATURE_CHANGED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            var genuine = genuine(body, now);
            int at = genuine.length() - 1 - random.nextInt(64);
            char digit = genuine.charAt(at) == '0' ? '1' : '0';
            return new Sent(body, genuine.substring(0, at) + digit + genuine.substring(at + 1));
        }
    },
    /** The proof is cut off. */
    SIGNATURE_TRUNCATED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            var genuine = genuine(body, now);
            return new Sent(body, genuine.substring(0, random.nextInt(genuine.length())));
        }
    },
    /** The time is moved, which the proof covers. */
    TIME_CHANGED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            long second = now.getEpochSecond();
            return new Sent(
                    body,
                    genuine(body, now)
                            .replace("t=" + second, "t=" + (second + 1 + random.nextInt(60))));
        }
    },
    /** Genuine, and of long ago. */
    REPLAYED_LATE {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            var ago = Duration.ofSeconds(302 + random.nextInt(1_000_000));
            return new Sent(body, genuine(body, now.minus(ago)));
        }
    },
    /** Proven with a secret that is not ours. */
    FORGED {
        @Override
        Sent of(String body, String other, Instant now, SplittableRandom random) {
            return new Sent(
                    body,
                    Caller.signature(body, "whsec_" + Long.toHexString(random.nextLong()), now));
        }
    };

    /** What goes over the wire. */
    record Sent(String body, String signature) {}

    abstract Sent of(String body, String other, Instant now, SplittableRandom random);

    private static String genuine(String body, Instant at) {
        return Caller.signature(body, LoneSimulator.SECRET, at);
    }
}
