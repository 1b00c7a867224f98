package io.truebook.api.erasure;

import io.truebook.api.provider.CallbackDialect;
import io.truebook.api.work.WorkLoop;
import io.truebook.projection.payment.Erasures;
import io.truebook.projection.payment.Erasures.Erasure;
import io.truebook.projection.store.CommandContext;
import io.truebook.projection.store.RequestFields;
import io.truebook.projection.store.TransactionKey;
import io.truebook.projection.store.TransactionRegister;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Goes on with an erasure after its commit: looks through the provider's messages about the
 * payment, then answers whoever asked.
 *
 * <p>A minute later it looks once more, for what was on its way in while it looked first. Every
 * step may be repeated, so a crash costs time and nothing else.
 */
public final class ErasureWorker implements AutoCloseable {

    private static final String ORIGIN = "sys:erasure";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration ONCE_MORE = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final byte[] NOTHING = {'{', '}'};

    private final Erasures erasures;
    private final Map<String, CallbackDialect> dialects;
    private final TransactionRegister register;
    private final Function<Erasure, byte[]> answer;
    private final Clock clock;
    private final WorkLoop loop = WorkLoop.oneByOne("erasure", LOOK_AGAIN, this::workOnNext);

    /**
     * @param dialects by connection
     * @param answer the body for whoever asked, when it is done
     */
    public ErasureWorker(
            Erasures erasures,
            Map<String, CallbackDialect> dialects,
            TransactionRegister register,
            Function<Erasure, byte[]> answer,
            Clock clock) {
        this.erasures = erasures;
        this.dialects = Map.copyOf(dialects);
        this.register = register;
        this.answer = answer;
        this.clock = clock;
    }

    public void start() {
        loop.start();
    }

    /** Has the worker look for erasures now. Never blocks. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Takes the next due erasure, if any, and goes through with it. */
    boolean workOnNext() {
        var due = erasures.take(clock.instant(), LEASE);
        due.ifPresent(this::finish);
        return due.isPresent();
    }

    private void finish(Erasure erasure) {
        erasures.sweep(erasure, this::redacted);
        var now = clock.instant();
        if (erasure.sweptAt() == null) {
            answer(erasure);
            erasures.swept(erasure, now, now.plus(ONCE_MORE));
        } else {
            erasures.swept(erasure, now, null);
        }
    }

    /** Of an account that is not configured any more nothing can be told apart: all of it goes. */
    private byte[] redacted(String connection, byte[] body) {
        var dialect = dialects.get(connection);
        return dialect == null ? NOTHING : dialect.withoutPersonalData(body);
    }

    private void answer(Erasure erasure) {
        var occasion = erasure.paymentId() + "/" + erasure.position();
        var by =
                new CommandContext(
                        new TransactionKey(erasure.tenant(), ORIGIN, occasion),
                        "system:erasure",
                        "answer-erasure",
                        RequestFields.NONE);
        var body = answer.apply(erasure);
        register.answer(by, erasure.transaction(), OK, _ -> body);
    }
}
