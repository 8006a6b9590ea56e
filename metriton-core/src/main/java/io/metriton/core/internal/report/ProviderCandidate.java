package io.metriton.core.internal.report;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdProvider;
import io.metriton.api.OutboxProvider;
import io.metriton.api.TransportProvider;
import org.jspecify.annotations.Nullable;

/**
 * A provider with its name, if it has one, and its priority. Both are asked for once: a comparison must neither throw nor
 * waver. The best comes first; ties go by class name.
 */
public record ProviderCandidate<P>(P provider, @Nullable String name, int priority)
        implements Comparable<ProviderCandidate<P>> {

    static <P> ProviderCandidate<P> of(P provider) {
        if (provider instanceof TransportProvider transport) {
            return new ProviderCandidate<>(
                    provider, requireNonNull(transport.name(), "name() returned no name"), transport.priority());
        }
        return new ProviderCandidate<>(
                provider,
                null,
                provider instanceof InstallIdProvider id ? id.priority() : ((OutboxProvider) provider).priority());
    }

    @Override
    public int compareTo(ProviderCandidate<P> other) {
        int byPriority = Integer.compare(other.priority, priority);
        return byPriority != 0 ? byPriority : className().compareTo(other.className());
    }

    boolean isCalled(String nameOrClassName) {
        return nameOrClassName.equalsIgnoreCase(name) || className().equals(nameOrClassName);
    }

    private String className() {
        return provider.getClass().getName();
    }

    @Override
    public String toString() {
        return name + " (" + className() + ")";
    }
}
