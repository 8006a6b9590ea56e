package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Javadoc of each module links to the types of the others, where the jars will be shown. */
class JavadocIT {

    @ParameterizedTest
    @CsvSource({
        "metriton-core, io.metriton.core/io/metriton/core/Reporter.Builder.html, Transport",
        "metriton-testkit, io.metriton.testkit/io/metriton/testkit/TransportContract.html, TransportProvider",
        "metriton-transport-socket,"
                + " io.metriton.transport.socket/io/metriton/transport/socket/SocketTransportProvider.html, Transport",
        "metriton-outbox-fs, io.metriton.outbox.fs/io/metriton/outbox/fs/FilesystemOutboxProvider.html, Outbox",
    })
    void page_linksToTheApi(String module, String page, String type) throws Exception {
        Path javadoc = Path.of("..", module, "target", "reports", "apidocs");
        assumeThat(javadoc)
                .withFailMessage("no Javadoc here: -Dmaven.javadoc.skip?")
                .isDirectory();

        assertThat(Files.readString(javadoc.resolve(page)))
                .contains("href=\"https://javadoc.io/doc/io.metriton/metriton-api/"
                        + System.getProperty("metriton.version") + "/io.metriton.api/io/metriton/api/" + type
                        + ".html\"");
    }
}
