package io.truebook.api.http;

import io.truebook.projection.reconciliation.KeptFile;
import io.truebook.projection.store.CommandContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file to be taken in whole, once for the same bytes; it is answered at once. */
final class TakingFile implements Wish {

    private final Supplier<KeptFile> take;
    private @Nullable KeptFile kept;

    TakingFile(Supplier<KeptFile> take) {
        this.take = take;
    }

    @Override
    public void execute(CommandContext context) {
        kept = take.get();
    }

    @Override
    public Settled settled() {
        var file = kept;
        if (file == null) {
            throw new IllegalStateException("Asked before it was taken in");
        }
        return new Settled(file.id(), file.isNew() ? 201 : 200, _ -> file.answer());
    }
}
