package com.acme;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;
import java.util.Map;

class AcmeTransportTest extends TransportContract {
    @Override
    protected TransportProvider provider() {
        return new AcmeTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        String https = "this transport knows no https";
        String proxies = "this transport knows no proxies";
        return Map.of("OverHttps", https, "Tls", https, "Proxies", proxies);
    }
}
