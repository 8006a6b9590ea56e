package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisableScoutOrdersTest {
    private static final URI ENDPOINT = URI.create("https://orders.example/scout");

    private final Properties before = System.getProperties();

    @BeforeEach
    void setPropertiesOfItsOwn() {
        System.setProperties((Properties) before.clone());
    }

    @AfterEach
    void putThePropertiesBack() {
        System.setProperties(before);
    }

    @Test
    void order_isOfOneApplicationToOneOrigin() {
        DisableScoutOrders.obey("one", ENDPOINT);

        assertThat(DisableScoutOrders.isStopped("one", URI.create("HTTPS://Orders.example:443/other")))
                .isTrue();
        assertThat(DisableScoutOrders.isStopped("other", ENDPOINT)).isFalse();
        assertThat(DisableScoutOrders.isStopped("one", URI.create("http://orders.example/scout")))
                .isFalse();
        assertThat(DisableScoutOrders.isStopped("one", URI.create("https://orders.example:444/")))
                .isFalse();
    }

    @Test
    void order_holdsWhenTheHostPutsItsPropertiesBack() {
        DisableScoutOrders.obey("restored", ENDPOINT);
        System.setProperties((Properties) before.clone());

        assertThat(DisableScoutOrders.isStopped("restored", ENDPOINT)).isTrue();
        System.clearProperty(DisableScoutOrders.property("restored", ENDPOINT));
        assertThat(DisableScoutOrders.isStopped("restored", ENDPOINT)).isTrue();
    }

    @Test
    void order_isTakenBackByFalse() {
        DisableScoutOrders.obey("back", ENDPOINT);
        System.setProperty(DisableScoutOrders.property("back", ENDPOINT), "false");
        assertThat(DisableScoutOrders.isStopped("back", ENDPOINT)).isFalse();

        DisableScoutOrders.obey("back", ENDPOINT);
        assertThat(DisableScoutOrders.isStopped("back", ENDPOINT)).isTrue();
    }

    /** A SecurityManager shows as properties that cannot be touched; installing one is deprecated. */
    @Test
    void order_isObeyedWherePropertiesAreForbidden() {
        System.setProperties(new Forbidden());
        DisableScoutOrders.obey("forbidden", ENDPOINT);

        assertThat(DisableScoutOrders.isStopped("forbidden", ENDPOINT)).isTrue();
        assertThat(DisableScoutOrders.isStopped("another", ENDPOINT)).isFalse();
    }

    @Test
    void order_isSeenByAnotherCopyOfTheSdk() throws Exception {
        DisableScoutOrders.obey("copies", ENDPOINT);
        URL classes =
                DisableScoutOrders.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = loader.loadClass(DisableScoutOrders.class.getName());

            assertThat(copy).isNotSameAs(DisableScoutOrders.class);
            assertThat(copy.getMethod("isStopped", String.class, URI.class).invoke(null, "copies", ENDPOINT))
                    .isEqualTo(true);
        }
    }

    /** What relocation tools look for in a constant: the name of a package, with dots or slashes, at its start. */
    @Test
    void nameOfTheProperty_looksLikeNoPackage() {
        assertThat(DisableScoutOrders.property("app", ENDPOINT))
                .isEqualTo("disable_scout:app@https://orders.example:443");
    }

    private static final class Forbidden extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public String getProperty(String key) {
            if (key.startsWith("disable_scout")) {
                throw new SecurityException(key);
            }
            return super.getProperty(key);
        }

        @Override
        public synchronized Object setProperty(String key, String value) {
            throw new SecurityException(key);
        }
    }
}
