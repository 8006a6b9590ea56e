package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.core.internal.report.DeclaredKeys;
import io.metriton.core.internal.report.ValueType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says once what an application may report: which keys of metadata, what they hold, and why. A reporter that is built with
 * it ({@link Reporter#builder(Declaration, String)}) leaves everything else out; {@link #toJson} is the file that people
 * review, and that the collector takes as it is.
 *
 * <pre>{@code
 * static final Declaration TELEMETRY = Declaration.builder("greet", 1)
 *         .text("os", "which systems we test on")
 *         .counts("commands", "which commands are worth work")
 *         .standard(StandardKey.NEW_INSTALL)
 *         .build();
 * }</pre>
 *
 * <p>The types, and what is of them once it is JSON (see {@link io.metriton.api.Report#metadata()}):
 *
 * <ul>
 *   <li>{@code text}: one text, also an enum constant, a UUID, a date or time;
 *   <li>{@code number}: one number;
 *   <li>{@code bool}: true or false;
 *   <li>{@code set}: a list, array or other Iterable of at most 64 texts;
 *   <li>{@code counts}: a map from at most 200 names to whole numbers from 0 to 1,000,000,000.
 * </ul>
 *
 * <p>A null under a declared key is left out like a missing one, and not counted as undeclared: it says nothing.
 *
 * <p>Immutable and thread-safe. Touches neither disk nor network.
 */
public final class Declaration {
    private final String application;
    private final int revision;
    private final @Nullable URI about;
    private final List<DeclaredKey> keys;
    private final DeclaredKeys declared;

    private Declaration(Builder builder) {
        this.application = builder.application;
        this.revision = builder.revision;
        this.about = builder.about;
        this.keys = List.copyOf(builder.keys.values());
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (DefaultDeclaredKey each : builder.keys.values()) {
            types.put(each.key(), each.valueType());
        }
        this.declared = new DeclaredKeys(types);
    }

    /**
     * Starts a declaration.
     *
     * @param application the name of the application, as the endpoint knows it: 1 to 128 characters without blanks around
     *     them; no control, format or private-use characters, none of {@code / \ % ;}; neither {@code .} nor {@code ..}
     * @param revision 1 at first; a greater number with each change, so that an older program cannot undo it
     * @return a new builder
     * @throws IllegalArgumentException if the name breaks these rules, or the revision is less than 1
     */
    public static Builder builder(String application, int revision) {
        return new Builder(
                DeclarationRules.application(requireNonNull(application, "application")),
                DeclarationRules.revision(revision));
    }

    /**
     * The name of the application.
     *
     * @return as the endpoint knows it
     */
    public String application() {
        return application;
    }

    /**
     * The number of this declaration.
     *
     * @return at least 1
     */
    public int revision() {
        return revision;
    }

    /**
     * The page on which users read more.
     *
     * @return empty if there is none
     */
    public Optional<URI> about() {
        return Optional.ofNullable(about);
    }

    /**
     * What is declared.
     *
     * @return in the order in which it was declared; at most 50
     */
    public List<DeclaredKey> keys() {
        return keys;
    }

    /**
     * The declaration as {@code telemetry.json}: UTF-8 text with a line for each key, in the order in which they were
     * declared, that ends with a line feed. The same declaration gives the same text.
     *
     * @return JSON
     */
    public String toJson() {
        DeclarationJson json =
                new DeclarationJson().field("application", application).literal("revision", Integer.toString(revision));
        if (about != null) {
            json.field("about", about.toString());
        }
        return json.metadata(keys);
    }

    DeclaredKeys declared() {
        return declared;
    }

    /** Names application, revision and keys. */
    @Override
    public String toString() {
        return "Declaration[" + application + ", revision " + revision + ", " + keys + "]";
    }

    /**
     * Builds a {@link Declaration}. A key has 1 to 128 characters, is not {@code version}, which each report has, and is
     * declared once; there are at most 50. Why is one line of at most 500 characters that completes "collected to learn …".
     * Not thread-safe; may be used again.
     */
    public static final class Builder {
        private final String application;
        private final int revision;
        private final Map<String, DefaultDeclaredKey> keys = new LinkedHashMap<>();
        private @Nullable URI about;

        private Builder(String application, int revision) {
            this.application = application;
            this.revision = revision;
        }

        /**
         * Declares a key that holds one text.
         *
         * @param key of the metadata
         * @param why what its values are good for, as {@code which systems we test on}
         * @return this
         * @throws IllegalArgumentException if key or reason is none, the key is declared already, or there are 50; the
         *     message names it and the way out
         */
        public Builder text(String key, String why) {
            return add(key, ValueType.TEXT, why);
        }

        /**
         * Declares a key that holds one number.
         *
         * @param key of the metadata
         * @param why what its values are good for
         * @return this
         * @throws IllegalArgumentException as {@link #text}
         */
        public Builder number(String key, String why) {
            return add(key, ValueType.NUMBER, why);
        }

        /**
         * Declares a key that holds true or false.
         *
         * @param key of the metadata
         * @param why what its values are good for
         * @return this
         * @throws IllegalArgumentException as {@link #text}
         */
        public Builder bool(String key, String why) {
            return add(key, ValueType.BOOL, why);
        }

        /**
         * Declares a key that holds several texts: an installation counts under each.
         *
         * @param key of the metadata
         * @param why what its values are good for
         * @return this
         * @throws IllegalArgumentException as {@link #text}
         */
        public Builder set(String key, String why) {
            return add(key, ValueType.SET, why);
        }

        /**
         * Declares a key that holds whole numbers by name, which are added up.
         *
         * @param key of the metadata
         * @param why what its values are good for
         * @return this
         * @throws IllegalArgumentException as {@link #text}
         */
        public Builder counts(String key, String why) {
            return add(key, ValueType.COUNTS, why);
        }

        /**
         * Declares ready-made keys.
         *
         * @param keys in this order
         * @return this
         * @throws IllegalArgumentException if one is declared already, or there are 50
         */
        public Builder standard(StandardKey... keys) {
            for (StandardKey each : keys) {
                add(requireNonNull(each, "keys").declared());
            }
            return this;
        }

        /**
         * Sets the page on which users read more; none by default.
         *
         * @param page an http or https URI with a host, of at most 1,000 characters
         * @return this
         * @throws IllegalArgumentException if it is none
         */
        public Builder about(URI page) {
            this.about = DeclarationRules.about(requireNonNull(page, "page"));
            return this;
        }

        private Builder add(String key, ValueType type, String why) {
            String checked = DeclarationRules.key(requireNonNull(key, "key"));
            return add(new DefaultDeclaredKey(checked, type, DeclarationRules.why(key, requireNonNull(why, "why"))));
        }

        private Builder add(DefaultDeclaredKey key) {
            DefaultDeclaredKey before = keys.get(key.key());
            if (before != null) {
                throw new IllegalArgumentException("the key " + DeclarationRules.shown(key.key())
                        + " is declared already, as " + before.type() + ": remove one of the two");
            }
            if (keys.size() == DeclarationRules.MOST_KEYS) {
                throw new IllegalArgumentException("a declaration has at most " + DeclarationRules.MOST_KEYS
                        + " keys: leave out " + DeclarationRules.shown(key.key()) + ", or another");
            }
            keys.put(key.key(), key);
            return this;
        }

        /**
         * Makes the declaration. One without a key is for an application that reports that it is there, and nothing else.
         *
         * @return a new declaration
         */
        public Declaration build() {
            return new Declaration(this);
        }
    }
}
