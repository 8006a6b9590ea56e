package io.metriton.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * By default Jackson keeps its buffers in a thread-local of whoever writes or reads JSON, behind a soft reference. So a
 * plug-in that had reported could not be unloaded while its host's thread lived and memory was plenty.
 */
class JsonBuffersTest {

    @Test
    void buffers_areNotLeftOnTheCallersThread() {
        assertThat(List.of(JacksonResponseReader.JSON))
                .extracting(JsonFactory::_getRecyclerPool)
                .containsOnly(JsonRecyclerPools.nonRecyclingPool());
    }
}
