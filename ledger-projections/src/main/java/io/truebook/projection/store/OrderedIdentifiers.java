package io.truebook.projection.store;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.axonframework.common.IdentifierFactory;

/**
 * Identifiers of events and messages that sort by the time they were made (UUID version 7).
 *
 * <p>Neighbours land on the same index page; random ones would touch a page each, which is the
 * larger part of an insert. They are unique, not secret: nothing is allowed to whoever knows one.
 * Axon finds this class by its service loader.
 */
public final class OrderedIdentifiers extends IdentifierFactory {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    @Override
    public String generateIdentifier() {
        var random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | VERSION | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | VARIANT;
        return new UUID(high, low).toString();
    }
}
