package io.metriton.collector.web;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.OutputType;

/** Makes the pictures of the documents, of what {@code demo} simulates: {@code -Dmetriton.screenshots.write}. */
@EnabledIfSystemProperty(
        named = "metriton.screenshots.write",
        matches = ".*",
        disabledReason = "makes files of the documents")
class ScreenshotsIT {

    private static final Path IMAGES = Path.of("..", "docs", "images");

    @TempDir
    Path folder;

    @Test
    void pages_areTaken() throws IOException {
        Browser.assumeInstalled();
        Files.createDirectories(IMAGES);
        RunningCollector collector = new RunningCollector(Databases.SQLITE.url(folder));
        collector.clock.set(Instant.parse("2026-11-25T17:00:00Z"));
        collector.simulate(400);
        try (collector;
                Browser browser = Browser.start(collector)) {
            browser.login();
            for (String scheme : new String[] {"light", "dark"}) {
                browser.prefer(scheme);
                take(browser, "/", 1000, 770, "overview-" + scheme);
                take(browser, "/applications/acorn?per=week", 1000, 1290, "application-" + scheme);
            }
            browser.prefer("light");
            take(browser, "/applications/acorn/edit", 1000, 1300, "administration");
            take(browser, "/applications/acorn/collected", 1000, 830, "collected");
            take(browser, "/applications/acorn", 360, 1100, "narrow");
        }
    }

    private static byte[] picture(Browser browser) {
        return browser.driver.getScreenshotAs(OutputType.BYTES);
    }

    private void take(Browser browser, String path, int width, int height, String name) throws IOException {
        browser.size(width, height);
        browser.open(path);
        Files.write(IMAGES.resolve(name + ".png"), picture(browser));
    }
}
