package io.metriton.collector.web;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Ends requests whose body stops arriving. Jetty says so by a failure that need not be the last word, and its
 * {@code EagerContentHandler} would wait on: for ever, and for as long as a server may take to stop.
 */
final class StalledBodies extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Body(request), response, callback);
    }

    private static final class Body extends Request.Wrapper {
        Body(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            return Content.Chunk.isFailure(chunk, false) ? Content.Chunk.from(chunk.getFailure(), true) : chunk;
        }
    }
}
