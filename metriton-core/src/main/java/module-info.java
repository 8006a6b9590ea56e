/** Reporter: encodes, selects, sends, decodes; opt-out and endpoints. */
module io.metriton.core {
    requires transitive io.metriton.api;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;

    exports io.metriton.core;

    uses io.metriton.api.InstallIdProvider;
    uses io.metriton.api.OutboxProvider;
    uses io.metriton.api.TransportProvider;
}
