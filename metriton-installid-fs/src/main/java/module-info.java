/** Keeps the install ID in the user's configuration folder, or takes a given one. */
module io.metriton.installid.fs {
    requires transitive io.metriton.api;
    requires static org.jspecify;

    exports io.metriton.installid.fs;

    provides io.metriton.api.InstallIdProvider with
            io.metriton.installid.fs.FilesystemInstallIdProvider;
}
