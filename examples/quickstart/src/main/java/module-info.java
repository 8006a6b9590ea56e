/** The quickstart, as a module: it finds transports and install IDs as services, and starts a collector as a process. */
module io.metriton.examples.quickstart {
    requires io.metriton.core;
    requires java.net.http;
}
