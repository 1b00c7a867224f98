package io.truebook.api.http;

import java.util.regex.Pattern;

/**
 * Kinds of requests, the most important first: when there is no room for all, the last are refused
 * first.
 */
public enum RequestClass {
    /** What a provider tells us: it heals what is unknown. */
    CALLBACK(100),
    /** What gives money back or settles what has begun: refunds, captures, voids, dead letters. */
    REMEDY(90),
    /** New money. */
    CHARGE(75),
    /** One thing by its name. */
    LOOK_UP(65),
    /** Lists, reports, imports and checks, which take long and can wait. */
    REPORT(50);

    private static final Pattern ONE =
            Pattern.compile(
                    "/v1/(charges|refunds|accounts|transactions|reconciliations|breaks|dead-letters)"
                            + "/[^/]+(/balances)?|/v1/transactions");

    private final int percent;

    RequestClass(int percent) {
        this.percent = percent;
    }

    /** How many requests may be under way, all kinds together, for one more of this kind. */
    public int share(int capacity) {
        return Math.max(1, Math.toIntExact(Math.multiplyExact((long) capacity, percent) / 100));
    }

    public static RequestClass of(String method, String path) {
        if (path.startsWith("/webhooks/")) {
            return CALLBACK;
        }
        if (method.equals("POST")) {
            if (path.equals("/v1/charges")) {
                return CHARGE;
            }
            return path.equals("/v1/refunds")
                            || path.startsWith("/v1/charges/")
                            || path.startsWith("/v1/dead-letters/")
                            || path.startsWith("/v1/breaks/")
                    ? REMEDY
                    : REPORT;
        }
        return ONE.matcher(path).matches() ? LOOK_UP : REPORT;
    }
}
