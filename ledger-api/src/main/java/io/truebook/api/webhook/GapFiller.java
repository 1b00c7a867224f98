package io.truebook.api.webhook;

import static java.util.Objects.requireNonNull;

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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    /** Once a minute: an outage is mostly shorter. */
    static final int TRIES_TO_GO_ON = 10;

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Map<String, ProviderHistory> histories;
    private final EventFeeds feeds;
    private final WebhookReceiver receiver;
    private final Predicate<String> isWell;
    private final Duration interval;
    private final Clock clock;
    private boolean begun;
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
            loop.start();
        }
        return this;
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Whose lists are read. */
    public Set<String> connections() {
        return histories.keySet();
    }

    /** Reads on one feed, if one is due; whether there was one. */
    boolean step() {
        if (!begun) {
            histories.keySet().forEach(connection -> feeds.begin(connection, clock.instant()));
            begun = true;
        }
        // Those that are left go to a node that can read them.
        var well = histories.keySet().stream().filter(isWell).collect(Collectors.toSet());
        if (well.isEmpty() || receiver.isFull()) {
            return false;
        }
        var due = feeds.take(well, clock.instant(), LEASE);
        due.ifPresent(this::read);
        return due.isPresent();
    }

    private void read(Feed feed) {
        var history = requireNonNull(histories.get(feed.connection()), "only ours are taken");
        var gain = Gain.NONE;
        @Nullable String cursor = feed.cursor();
        for (int page = 0; page < PAGES_AT_ONCE; page++) {
            var found = history.page(Shelf.EVENTS, feed.since(), cursor);
            if (found.isEmpty()) {
                putOff(feed, cursor, gain, page == 0 ? feed.failures() + 1 : 1);
                return;
            }
            gain = gain.plus(fileUnknown(feed, found.get()));
            cursor = found.get().next();
            if (cursor == null) {
                feeds.finish(feed, gain, later(interval));
                return;
            }
        }
        feeds.goOn(feed, cursor, gain, 0, clock.instant());
    }

    /** A provider that is away answers like one that does not know any more where we were. */
    private void putOff(Feed feed, @Nullable String cursor, Gain gain, int failures) {
        if (cursor == null || failures < TRIES_TO_GO_ON) {
            feeds.goOn(feed, cursor, gain, failures, later(LATER));
            return;
        }
        log.warn(
                "The events of {} cannot be read on from where we were, {} times in a row; they are"
                        + " read from the newest again",
                feed.connection(),
                failures);
        feeds.goOn(feed, null, gain, 0, later(LATER));
    }

    private Gain fileUnknown(Feed feed, Page page) {
        int news = 0;
        for (var event : receiver.unknown(feed.connection(), page.events())) {
            news += receiver.replay(feed.connection(), event) ? 1 : 0;
        }
        if (news > 0) {
            log.info("{} lists {} events that no webhook has brought", feed.connection(), news);
        }
        return new Gain(page.events().size(), news, page.newest());
    }

    private Instant later(Duration pause) {
        return clock.instant().plus(pause);
    }
}
