package io.metriton.collector.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.collector.cli.RunningCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Chromium without a window, and a collector that it looks at. An element that is looked for is waited for. */
final class Browser implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    final ChromeDriver driver;
    private final RunningCollector collector;

    private Browser(ChromeDriver driver, RunningCollector collector) {
        this.driver = driver;
        this.collector = collector;
    }

    /** Skips a test where Debian's packages chromium and chromium-driver are not installed. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER), "chromium and chromium-driver are missing");
    }

    static Browser start(RunningCollector collector) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toString());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        // axe looks at thousands of elements of each chart.
        driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(2)).scriptTimeout(Duration.ofMinutes(2));
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(30));
        return new Browser(driver, collector);
    }

    void open(String path) {
        driver.get(collector.uri.resolve(path).toString());
    }

    void login() {
        open("/login");
        driver.findElement(By.id("token")).sendKeys(collector.admin);
        driver.findElement(By.cssSelector("main button")).click();
        // A click does not wait for the page that it leads to, and opening another one cancels it.
        driver.findElement(By.xpath("//button[.='Log out']"));
    }

    /** Has pages look as for people who prefer {@code light} or {@code dark}. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The size of the screen, in pixels. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
