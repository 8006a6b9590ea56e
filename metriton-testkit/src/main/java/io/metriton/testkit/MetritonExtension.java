package io.metriton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test a {@link MetritonServer} of its own, as parameter of test, {@code @BeforeEach} and {@code @AfterEach}
 * methods; it is started before the first of them and closed after the last, which also takes back orders to be silent.
 * Then the test fails if its application reported what is not in its declaration ({@link MetritonServer#undeclared}).
 * Use it with {@code @ExtendWith} or {@code @RegisterExtension}.
 *
 * <p>It cannot undo an opt-out in the environment of the JVM (as {@code DO_NOT_TRACK} of a developer or a CI service):
 * leave such variables out with {@code excludedEnvironmentVariables} of Surefire.
 *
 * <p>Stateless and thread-safe: tests may run in parallel.
 */
public final class MetritonExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(MetritonExtension.class);

    /** An extension without settings. */
    public MetritonExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        server(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        MetritonServer server = server(context);
        server.close();
        server.failIfUndeclared();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MetritonServer.class;
    }

    /**
     * The server of this test.
     *
     * @throws ParameterResolutionException in constructors, {@code @BeforeAll} and {@code @AfterAll}
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("a MetritonServer lives for one test: take it as parameter of @Test,"
                    + " @BeforeEach or @AfterEach methods, or start one by MetritonServer.start()");
        }
        return server(context);
    }

    private static MetritonServer server(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(MetritonServer.class, unused -> start(), MetritonServer.class);
    }

    private static MetritonServer start() {
        try {
            return MetritonServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException("no MetritonServer can be started on 127.0.0.1", e);
        }
    }
}
