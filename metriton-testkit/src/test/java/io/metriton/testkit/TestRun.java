package io.metriton.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What happened when a test class was run, inside of a test. */
final class TestRun implements TestExecutionListener {
    private final List<String> passed = new ArrayList<>();
    private final Map<String, Throwable> failed = new TreeMap<>();
    private final Map<String, String> skipped = new TreeMap<>();

    private TestRun() {}

    static TestRun of(Class<?> testClass) {
        return of(DiscoverySelectors.selectClass(testClass));
    }

    /** One test of a nested class alone; by its names, as it may have parameters. */
    static TestRun of(Class<?> testClass, Class<?> nested, String method) {
        List<DiscoverySelector> overloads = new ArrayList<>();
        for (Class<?> each = nested; each != Object.class; each = each.getSuperclass()) {
            for (Method declared : each.getDeclaredMethods()) {
                if (declared.getName().equals(method)) {
                    overloads.add(DiscoverySelectors.selectNestedMethod(List.of(testClass), nested, declared));
                }
            }
        }
        return of(overloads.toArray(DiscoverySelector[]::new));
    }

    private static TestRun of(DiscoverySelector... selectors) {
        TestRun run = new TestRun();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build(),
                        run);
        return run;
    }

    /** Names of test methods. */
    List<String> passed() {
        return passed;
    }

    /** Why, by the name of the test method. */
    Map<String, Throwable> failed() {
        return failed;
    }

    /** Why, by the name of the test method. */
    Map<String, String> skipped() {
        return skipped;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.put(name(test), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() && result.getThrowable().isEmpty()) {
            return;
        }
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed.add(name(test));
            case FAILED -> failed.put(name(test), result.getThrowable().orElseThrow());
            case ABORTED ->
                skipped.put(name(test), result.getThrowable().orElseThrow().getMessage());
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseGet(test::getDisplayName);
    }
}
