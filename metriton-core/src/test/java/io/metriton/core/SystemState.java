package io.metriton.core;

import java.util.Properties;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test the system properties as they were, and takes back what it sets: stop orders are kept there. */
final class SystemState implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SystemState.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", System.getProperties().clone());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setProperties(context.getStore(NAMESPACE).get("before", Properties.class));
    }
}
