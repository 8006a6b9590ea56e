/** What a report, an answer, a transport and an install-ID provider are; needs nothing at run time. */
module io.metriton.api {
    requires static org.jspecify;

    exports io.metriton.api;
    exports io.metriton.api.support;
}
