package com.example.host;

import java.io.File;
import java.net.URI;

/** Runs two plug-ins, each with a copy of the SDK, by turns. */
public final class SideBySide {
    private SideBySide() {}

    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[0]);
        try (Plugin one = new Plugin(new File(args[1]), endpoint);
                Plugin two = new Plugin(new File(args[2]), endpoint)) {
            for (int turn = 0; turn < 2; turn++) {
                System.out.println("one: " + one.report());
                System.out.println("two: " + two.report());
            }
        }
    }
}
