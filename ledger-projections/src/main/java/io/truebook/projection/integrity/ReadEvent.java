package io.truebook.projection.integrity;

import io.truebook.projection.seal.EventLeaf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored event and what can be made of it.
 *
 * @param event null when the payload cannot be read as its type
 * @param metaData null when it cannot be read
 */
record ReadEvent(EventLeaf leaf, @Nullable Object event, @Nullable Map<String, ?> metaData) {

    long position() {
        return leaf.index();
    }
}
