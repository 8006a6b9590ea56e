package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The pages in a real browser. Skipped where Debian's packages chromium and chromium-driver are not installed. */
@Tag("long")
class BrowserIT {

    private static final String LONG = "an_application_whose_name_does_not_end".repeat(3);

    @TempDir
    static Path folder;

    private static RunningCollector collector;
    private static Browser browser;

    @BeforeAll
    static void start() {
        Browser.assumeInstalled();
        collector = new RunningCollector(Databases.SQLITE.url(folder));
        collector.put(
                "greet",
                "{\"public\": true, \"about\": \"https://example.org/\", \"metadata\": {\"os\": {\"type\": \"text\","
                        + " \"why\": \"which systems we test on\"}, \"commands\": \"counts\", \"plugins\": \"set\"}}");
        for (int day = 60; day >= 0; day--) {
            for (int i = 0; i <= 60 - day; i += 7) {
                collector.report(
                        "{\"application\": \"greet\", \"install_id\": \"i" + i + "\", \"version\": \"1."
                                + (60 - day) / 9
                                + "\", \"metadata\": {\"os\": \"linux\", \"plugins\": [\"a\", \"b\"],"
                                + " \"commands\": {\"build\": 3}}}",
                        "Metriton-Report-Age",
                        Integer.toString(Math.min(day, 30) * 86_400));
            }
        }
        reportLongNames();
        collector.report("{\"application\": \"unknown-tool\", \"install_id\": \"a\", \"version\": \"1\"}");
        collector.get("/api/v1/unknown-applications");
        browser = Browser.start(collector);
    }

    private static void reportLongNames() {
        String name = "name-without-end".repeat(7);
        collector.put(
                LONG,
                "{\"public\": true, \"metadata\": {\"" + name + "\": {\"type\": \"text\", \"why\": \"" + name
                        + "\"}}}");
        for (int i = 0; i < 9; i++) {
            collector.report("{\"application\": \"" + LONG + "\", \"install_id\": \"a" + i + "\", \"version\": \"1." + i
                    + name + "\", \"metadata\": {\"" + name + "\": \"" + name + i + "\"}}");
        }
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (collector != null) {
            collector.close();
        }
    }

    private static String axe() throws IOException {
        try (InputStream in = BrowserIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations() throws IOException {
        browser.driver.executeScript(axe());
        List<Map<String, Object>> violations = (List<Map<String, Object>>)
                browser.driver.executeAsyncScript(
                        "const done = arguments[arguments.length - 1];"
                                + "axe.run().then(result => done(result.violations.map(v =>"
                                + " ({id: v.id, impact: v.impact, html: v.nodes.map(n => n.html.slice(0, 150)).join(' | ')}))));");
        return violations.stream()
                .filter(violation -> !"minor".equals(violation.get("impact")))
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/applications/greet",
                "/applications/greet?per=week",
                "/applications/greet/collected",
                "/applications/greet/edit",
                "/applications/nobody",
                "/applications/LONG",
                "/applications/LONG/collected"
            })
    void page_isAccessibleAndFitsOnASmallScreenInLightAndDark(String template) throws IOException {
        String path = template.replace("LONG", LONG);
        browser.login();
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.size(1200, 900);
            browser.open(path);
            assertThat(violations()).as("%s, %s", path, scheme).isEmpty();
        }
        browser.size(360, 740);
        browser.open(path);
        Number overflow = (Number) browser.driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow.intValue()).as("pixels to scroll sideways").isZero();
    }

    @Test
    void everything_worksWithoutScriptAndByTheForms() {
        browser.size(1200, 900);
        browser.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.login();
            browser.driver
                    .findElement(By.xpath("//tr[th='unknown-tool']//button[.='Add']"))
                    .click();
            browser.driver.findElement(By.id("latest_version")).sendKeys("2.0");
            browser.driver.findElement(By.xpath("//button[.='Save']")).click();
            browser.driver.findElement(By.cssSelector("#latest_version[value='2.0']"));
            assertThat(collector
                            .get("/api/v1/applications/unknown-tool")
                            .path("latest_version")
                            .asText())
                    .isEqualTo("2.0");
            browser.open("/applications/greet");
            assertThat(browser.driver.findElements(By.cssSelector(".wide svg.chart")))
                    .hasSize(6);
            browser.driver.findElement(By.tagName("summary")).click();
            assertThat(browser.driver
                            .findElement(By.cssSelector("details[open] td"))
                            .isDisplayed())
                    .isTrue();
        } finally {
            browser.driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }
}
