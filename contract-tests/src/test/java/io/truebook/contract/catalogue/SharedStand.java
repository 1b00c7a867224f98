package io.truebook.contract.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stand for all classes that ask for it: starting two processes costs more than most rows. Each
 * row has charges of its own, ends with the provider healed, and each class with sound books.
 */
final class SharedStand implements ParameterResolver, AfterEachCallback, AfterAllCallback {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stand.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stand();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var stand = stand();
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
        stand().assertSound();
    }

    private static Stand stand() {
        return OfThisJvm.STAND;
    }

    /** Until the JVM ends: to JUnit each class may be a run of its own, with its own root. */
    private static final class OfThisJvm {

        static final Stand STAND = open();

        private static Stand open() {
            try {
                var stand = Stand.open(Files.createTempDirectory("catalogue"));
                Runtime.getRuntime().addShutdownHook(new Thread(stand::close, "close-stand"));
                return stand;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
