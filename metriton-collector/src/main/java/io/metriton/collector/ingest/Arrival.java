package io.metriton.collector.ingest;

import java.util.Optional;

/**
 * What a request says of a report beside its body.
 *
 * @param beta whether it came to the beta endpoint
 * @param address what the limit for one address counts by; never stored
 * @param idempotencyKey what the client sends with each try
 * @param age how many seconds ago the report was made, as the client says
 */
public record Arrival(boolean beta, String address, Optional<String> idempotencyKey, Optional<String> age) {}
