/** Keeps reports that are not delivered yet in files, for this process or the next. */
module io.metriton.outbox.fs {
    requires transitive io.metriton.api;
    requires static org.jspecify;

    exports io.metriton.outbox.fs;

    provides io.metriton.api.OutboxProvider with
            io.metriton.outbox.fs.FilesystemOutboxProvider;
}
