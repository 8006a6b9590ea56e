package io.metriton.transport.okhttp;

import java.io.IOException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** A call that may be aborted before there is one. Thread-safe. */
final class AbortableCall implements Runnable {
    private @Nullable Call call;
    private boolean aborted;

    /** The call, if it has not been aborted yet. */
    synchronized Call start(Call started) throws IOException {
        if (aborted) {
            throw new IOException("aborted");
        }
        call = started;
        return started;
    }

    /** Aborts it. */
    @Override
    public void run() {
        Call started;
        synchronized (this) {
            aborted = true;
            started = call;
        }
        if (started != null) {
            started.cancel();
        }
    }
}
