package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.DeniedPermission;
import io.metriton.core.internal.util.Sdk;
import org.junit.jupiter.api.Test;

class AppIdentityTest {

    @Test
    void propertyThatTheHostDoesNotLetUsRead_isLeftOpen() throws Exception {
        String agent = DeniedPermission.without("os.name", () -> new AppIdentity("app", "1").userAgent());

        assertThat(agent).startsWith("app/1 (null; ");
    }

    @Test
    void version_isThatOfThePom() {
        assertThat(Sdk.VERSION)
                .isEqualTo(System.getProperty("metriton.version"))
                .isNotNull();
    }

    @Test
    void userAgent_namesApplicationPlatformAndSdk() {
        assertThat(new AppIdentity("app", "1.0").userAgent())
                .isEqualTo("app/1.0 (" + System.getProperty("os.name") + "; " + System.getProperty("os.version")
                        + "; java " + System.getProperty("java.version") + ") metriton-java/" + Sdk.VERSION);
    }

    @Test
    void userAgent_isFitForAHeaderWhateverTheApplicationIsCalled() {
        assertThat(new AppIdentity("t\u00e9st\r\nX-Evil: 1", "1\u00000").userAgent())
                .startsWith("tstX-Evil: 1/10 (")
                .matches("[ -~]+");
    }
}
