package io.truebook.contract.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stand for all classes that ask for it: starting two processes costs more than most rows. Each
 * row has charges of its own, ends with the provider healed, and each class with sound books.
 */
final class SharedStand implements ParameterResolver, AfterEachCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedStand.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stand.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stand(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var stand = stand(context);
        stand.provider().heal();
        stand.provider()
                .turn(
                        """
                        {"fee_delay_ms": 0, "settle_delay_ms": 2000, "refund_delay_ms": 2000,
                         "adyen_modification_delay_ms": 0}\
                        """);
        stand.listen();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stand(context).assertSound();
    }

    /** Closed with the root's store, when all classes are through. */
    private static Stand stand(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Stand.class, _ -> open(), Stand.class);
    }

    private static Stand open() {
        try {
            return Stand.open(Files.createTempDirectory("catalogue"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
