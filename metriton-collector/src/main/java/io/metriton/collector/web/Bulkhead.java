package io.metriton.collector.web;

import io.javalin.http.Handler;
import java.util.concurrent.Semaphore;

/**
 * Lets so many requests at once run what reads the database, and answers the others with 503 at once: each holds a thread for as
 * long as the database takes, and reports need some, too. Thread-safe.
 */
final class Bulkhead {

    private final Semaphore permits;
    private final Runnable refused;

    Bulkhead(int permits, Runnable refused) {
        this.permits = new Semaphore(permits);
        this.refused = refused;
    }

    /** The same, but for requests that find no room. */
    Handler around(Handler handler) {
        return ctx -> {
            if (!permits.tryAcquire()) {
                refused.run();
                throw new HttpProblem(503, "too much is being asked of the database at once; try again");
            }
            try {
                handler.handle(ctx);
            } finally {
                permits.release();
            }
        };
    }
}
