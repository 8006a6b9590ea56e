package io.metriton.collector.store;

import io.metriton.collector.privacy.DeclaredKey;
import java.util.List;

/**
 * An application as it is stored.
 *
 * @param id its number
 * @param name its name
 * @param settings what its administrator set, as JSON
 * @param keys what it declared, in the order of declaration
 */
public record StoredApplication(int id, String name, String settings, List<DeclaredKey> keys) {}
