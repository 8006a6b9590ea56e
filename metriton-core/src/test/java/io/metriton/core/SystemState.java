package io.metriton.core;

import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test the system properties as they were, and takes back what it sets, orders to stop included. */
final class SystemState implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SystemState.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", System.getProperties().clone());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<String> set = System.getProperties().stringPropertyNames();
        System.setProperties(context.getStore(NAMESPACE).get("before", Properties.class));
        set.stream()
                .filter(name -> name.startsWith("disable_scout:"))
                .forEach(name -> System.setProperty(name, "false"));
    }
}
