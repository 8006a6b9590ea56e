package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The pages in a real browser. Skipped where Debian's packages chromium and chromium-driver are not installed. */
class BrowserIT {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    static Path folder;

    private static RunningCollector collector;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER), "chromium and chromium-driver are missing");
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
        collector.report("{\"application\": \"unknown-tool\", \"install_id\": \"a\", \"version\": \"1\"}");
        collector.get("/api/v1/unknown-applications");
        browser = browser();
    }

    private static ChromeDriver browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        // axe looks at thousands of elements of each chart.
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2)).scriptTimeout(Duration.ofMinutes(2));
        return driver;
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (collector != null) {
            collector.close();
        }
    }

    private static void open(String path) {
        browser.get(collector.uri.resolve(path).toString());
    }

    private static void login() {
        open("/login");
        browser.findElement(By.id("token")).sendKeys(collector.admin);
        browser.findElement(By.cssSelector("main button")).click();
    }

    private static String axe() throws IOException {
        try (InputStream in = BrowserIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations() throws IOException {
        browser.executeScript(axe());
        List<Map<String, Object>> violations = (List<Map<String, Object>>)
                browser.executeAsyncScript(
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
                "/applications/nobody"
            })
    void page_isAccessibleAndFitsOnASmallScreenInLightAndDark(String path) throws IOException {
        login();
        for (String scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            browser.manage().window().setSize(new Dimension(1200, 900));
            open(path);
            assertThat(violations()).as("%s, %s", path, scheme).isEmpty();
        }
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
        open(path);
        Number overflow = (Number) browser.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow.intValue()).as("pixels to scroll sideways").isZero();
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    @Test
    void everything_worksWithoutScriptAndByTheForms() {
        browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            login();
            browser.findElement(By.xpath("//tr[th='unknown-tool']//button[.='Add']"))
                    .click();
            browser.findElement(By.id("latest_version")).sendKeys("2.0");
            browser.findElement(By.xpath("//button[.='Save']")).click();
            assertThat(collector
                            .get("/api/v1/applications/unknown-tool")
                            .path("latest_version")
                            .asText())
                    .isEqualTo("2.0");
            open("/applications/greet");
            assertThat(browser.findElements(By.cssSelector("svg.chart"))).hasSize(6);
            browser.findElement(By.tagName("summary")).click();
            assertThat(browser.findElement(By.cssSelector("details[open] td")).isDisplayed())
                    .isTrue();
        } finally {
            browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }
}
