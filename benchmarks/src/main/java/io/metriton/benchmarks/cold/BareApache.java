package io.metriton.benchmarks.cold;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** The report by hand, with Apache HttpClient 5. Arguments: endpoint. */
final class BareApache {
    private BareApache() {}

    public static void main(String[] args) throws IOException {
        HttpPost post = new HttpPost(args[0]);
        post.setEntity(new StringEntity(Payload.JSON, ContentType.APPLICATION_JSON));
        try (CloseableHttpClient client = HttpClients.createDefault()) {
            Payload.check(client.execute(post, response -> EntityUtils.toByteArray(response.getEntity())));
        }
    }
}
