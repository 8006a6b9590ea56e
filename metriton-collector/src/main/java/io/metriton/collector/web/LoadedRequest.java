package io.metriton.collector.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request whose body is in memory; it is given away, not kept, when it is read. */
final class LoadedRequest extends Request.Wrapper {

    private Content.Chunk next;

    LoadedRequest(Request request, byte[] body) {
        super(request);
        this.next = body.length == 0 ? Content.Chunk.EOF : Content.Chunk.from(ByteBuffer.wrap(body), true);
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = next;
        next = Content.Chunk.EOF;
        return chunk;
    }

    @Override
    public void demand(Runnable arrived) {
        getComponents().getExecutor().execute(arrived);
    }
}
