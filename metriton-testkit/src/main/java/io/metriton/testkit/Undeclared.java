package io.metriton.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an application reported without having declared it, and what to do. A reporter with a Declaration leaves it out
 * of its reports, and tells a {@link MetritonServer}, and nobody else, in a header.
 */
final class Undeclared {
    /** As {@code home:text,os:number:text}: key, type of the value, and what is declared if it is another type. */
    static final String HEADER = "Metriton-Undeclared";

    private static final Set<String> TYPES = Set.of("text", "number", "bool", "set", "counts");

    private Undeclared() {}

    /** A sentence for each key of the header; none if there is no header. */
    static List<String> in(@Nullable String header, String application) {
        List<String> sentences = new ArrayList<>();
        for (String item : header == null ? new String[0] : header.split(",", -1)) {
            String[] parts = item.split(":", -1);
            if (parts.length >= 2) {
                String key = literal(URLDecoder.decode(parts[0], StandardCharsets.UTF_8));
                sentences.add(application + ": "
                        + (parts.length == 2 ? notDeclared(key, parts[1]) : ofAnotherType(key, parts[1], parts[2])));
            }
        }
        return sentences;
    }

    private static String notDeclared(String key, String type) {
        String what = key + " (" + described(type) + ") is not declared: ";
        if (TYPES.contains(type)) {
            return what + "add " + line(type, key) + " to the declaration, or do not report it";
        }
        return what
                + (type.equals("null")
                        ? "add it with the type of its values, as " + line("text", key) + ", or do not report it"
                        : "no key can hold that; report what one can, as a text or a number, and declare it");
    }

    private static String ofAnotherType(String key, String type, String declared) {
        return key + " is declared as " + declared + ", but the value is " + described(type) + ": report "
                + described(declared)
                + (TYPES.contains(type) ? ", or declare " + line(type, key) + " instead" : "");
    }

    private static String line(String type, String key) {
        return "." + type + "(" + key + ", \"why …\")";
    }

    private static String described(String type) {
        return switch (type) {
            case "text" -> "a text";
            case "number" -> "a number";
            case "bool" -> "true or false";
            case "set" -> "a set of at most 64 texts";
            case "counts" -> "counts: at most 200 names with whole numbers from 0 to 1,000,000,000";
            case "list" -> "a list other than a set of at most 64 texts";
            case "object" -> "a map other than counts of at most 200 names";
            case "other" -> "what JSON has no value for";
            default -> type;
        };
    }

    /** As it is written in Java. */
    private static String literal(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
