package com.example.host;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/** Runs a plug-in, closes it, and sees whether the garbage collector takes it away within so many seconds. */
public final class Unload {
    private Unload() {}

    public static void main(String[] args) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WeakReference<ClassLoader> loader = run(new File(args[1]), URI.create(args[0]));
        long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000_000;
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(50);
        }
        System.out.println(loader.get() == null ? "unloaded" : "still loaded, with " + threadsBut(before));
    }

    private static WeakReference<ClassLoader> run(File folder, URI endpoint) throws Exception {
        try (Plugin plugin = new Plugin(folder, endpoint)) {
            System.out.println(plugin.report());
            return new WeakReference<>(plugin.loader());
        }
    }

    private static Set<String> threadsBut(Set<Thread> before) {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread)) {
                names.add(thread.getName());
            }
        }
        return names;
    }
}
