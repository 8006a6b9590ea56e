/** The quickstart, as a module: it finds transports and install IDs as services, and starts its own endpoint. */
module io.metriton.examples.quickstart {
    requires io.metriton.core;
    requires java.net.http;
}
