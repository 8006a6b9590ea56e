/** The quickstart, as a module: it needs the core only, and finds transports and install IDs as services. */
module io.metriton.examples.quickstart {
    requires io.metriton.core;
    requires jdk.httpserver;
}
