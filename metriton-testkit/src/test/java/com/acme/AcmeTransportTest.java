package com.acme;

import io.metriton.api.TransportProvider;
import io.metriton.testkit.TransportContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class AcmeTransportTest extends TransportContract {
    @Override
    protected TransportProvider provider() {
        return new AcmeTransportProvider();
    }

    @Override
    protected Map<String, String> exemptions() {
        Map<String, String> exemptions = new HashMap<>();
        List.of("OverHttps", "Tls", "DefaultTls", "SILENT_TLS", "PLAIN_TLS")
                .forEach(name -> exemptions.put(name, "this transport knows no https"));
        List.of("UNKNOWN_AUTHORITY", "WRONG_HOST", "EXPIRED_CERTIFICATE")
                .forEach(name -> exemptions.put(name, "this transport knows no https"));
        List.of("Proxies", "SILENT_PROXY", "SILENT_TUNNEL", "PROXY_REFUSED", "REFUSED_TUNNEL", "TUNNEL_LOGIN")
                .forEach(name -> exemptions.put(name, "this transport knows no proxies"));
        exemptions.put("send_readsALengthThatIsSaidTwiceInOneField", "this transport knows one length a field");
        return exemptions;
    }
}
