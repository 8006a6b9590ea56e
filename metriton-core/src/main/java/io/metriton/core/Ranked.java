package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdProvider;
import io.metriton.api.OutboxProvider;
import io.metriton.api.TransportProvider;
import org.jspecify.annotations.Nullable;

/**
 * A provider with its name, if it has one, and its priority. Both are asked for once: a comparison must neither throw nor
 * waver. The best comes first; ties go by class name.
 */
record Ranked<P>(P provider, @Nullable String name, int priority) implements Comparable<Ranked<P>> {

    static <P> Ranked<P> of(P provider) {
        if (provider instanceof TransportProvider transport) {
            return new Ranked<>(
                    provider, requireNonNull(transport.name(), "name() returned no name"), transport.priority());
        }
        return new Ranked<>(
                provider,
                null,
                provider instanceof InstallIdProvider id ? id.priority() : ((OutboxProvider) provider).priority());
    }

    @Override
    public int compareTo(Ranked<P> other) {
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
