package io.truebook.api.webhook;

import io.truebook.api.provider.ProviderHistory;
import io.truebook.api.provider.ProviderHistory.Page;
import io.truebook.api.provider.ProviderHistory.Shelf;
import io.truebook.api.webhook.EventFeeds.Feed;
import io.truebook.api.webhook.EventFeeds.Gain;
import io.truebook.api.work.WorkLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what providers list of their events, on start and again and again, so that a webhook lost
 * for ever is made up for.
 *
 * <p>What it finds goes the way of a callback, where an event that came is known and changes
 * nothing. It reads a bounded number of pages at a time and only from a provider that is well, and
 * goes on where it was, on whichever node.
 */
public final class GapFiller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GapFiller.class);

    /** Before others get their turn; a page of Stripe's has 100 events. */
    static final int PAGES_AT_ONCE = 10;

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Map<String, ProviderHistory> histories;
    private final EventFeeds feeds;
    private final WebhookReceiver receiver;
    private final Predicate<String> isWell;
    private final Duration interval;
    private final Clock clock;
    private final WorkLoop loop = WorkLoop.oneByOne("gap-filler", POLL, this::step);

    /**
     * @param histories of those connections that are listened to
     * @param isWell whether a connection is called at all now
     */
    public GapFiller(
            Map<String, ProviderHistory> histories,
            EventFeeds feeds,
            WebhookReceiver receiver,
            Predicate<String> isWell,
            Duration interval,
            Clock clock) {
        this.histories = Map.copyOf(histories);
        this.feeds = feeds;
        this.receiver = receiver;
        this.isWell = isWell;
        this.interval = interval;
        this.clock = clock;
    }

    public GapFiller start() {
        if (!histories.isEmpty()) {
            begin();
            loop.start();
        }
        return this;
    }

    void begin() {
        histories.keySet().forEach(connection -> feeds.begin(connection, clock.instant()));
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Reads on one feed, if one is due; whether there was one. */
    boolean step() {
        var due = feeds.take(clock.instant(), LEASE);
        due.ifPresent(this::read);
        return due.isPresent();
    }

    private void read(Feed feed) {
        var gain = new Gain(0, 0);
        @Nullable String cursor = feed.cursor();
        for (int page = 0; page < PAGES_AT_ONCE; page++) {
            var found = ask(feed, cursor);
            if (found.isEmpty()) {
                feeds.goOn(feed, cursor, gain, later(LATER));
                return;
            }
            gain = gain.plus(fileUnknown(feed, found.get()));
            cursor = found.get().next();
            if (cursor == null) {
                feeds.finish(feed, gain, later(interval));
                return;
            }
        }
        feeds.goOn(feed, cursor, gain, clock.instant());
    }

    private Optional<Page> ask(Feed feed, @Nullable String cursor) {
        var history = histories.get(feed.connection());
        return history == null || !isWell.test(feed.connection()) || receiver.isFull()
                ? Optional.empty()
                : history.page(Shelf.EVENTS, feed.since(), cursor);
    }

    private Gain fileUnknown(Feed feed, Page page) {
        int news = 0;
        for (var event : receiver.unknown(feed.connection(), page.events())) {
            news += receiver.replay(feed.connection(), event) ? 1 : 0;
        }
        if (news > 0) {
            log.info("{} lists {} events that no webhook has brought", feed.connection(), news);
        }
        return new Gain(page.events().size(), news);
    }

    private Instant later(Duration pause) {
        return clock.instant().plus(pause);
    }
}
