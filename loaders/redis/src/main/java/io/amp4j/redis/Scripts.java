package io.amp4j.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Scripts that run within Redis, as text. They are sent whole each time, by {@code EVAL}: a script that is only named could be gone from
 * the server's memory by the time that it runs, and within a transaction that would leave the rest of the transaction done without it.
 */
enum Scripts {
    /** Adds members of sets for a batch. */
    ADD("add"),
    /** Deletes rows of a batch. */
    DELETE("delete"),
    /** Gives staged rows their place. */
    PROMOTE("promote"),
    /** Deletes staged rows. */
    DISCARD("discard"),
    /** Takes a batch from the list of batches, unless another attempt stands there. */
    FORGET("forget"),
    /** Makes certain that no transaction of this session that is under way can be executed. */
    FENCE("fence"),
    /** Raises the epoch. */
    RAISE("raise");

    private final String text;

    Scripts(String name) {
        // Raising the epoch is the one thing that is done without holding it.
        this.text = (name.equals("raise") ? "" : resource("prelude")) + resource(name);
    }

    String text() {
        return text;
    }

    private static String resource(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("script " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
