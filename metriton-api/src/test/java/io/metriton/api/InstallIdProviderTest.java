package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallIdProviderTest {

    @Test
    void lambda_hasPriorityZeroAndItsClassNameAsSource() {
        InstallIdProvider provider = context -> Optional.of("id");

        assertThat(provider.priority()).isZero();
        assertThat(provider.source(new NoContext()))
                .isEqualTo(provider.getClass().getName());
    }

    private record NoContext() implements InstallIdContext {

        @Override
        public String application() {
            return "app";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public void putBaseMetadata(String key, Object value) {
            throw new AssertionError("not asked for");
        }
    }
}
