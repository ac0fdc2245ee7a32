package io.amp4j.client.registry;

import java.util.Locale;

/**
 * Who finds a dataset. A word that is newer than this client survives.
 *
 * @param word as the registry writes it, in small letters
 */
public record Visibility(String word) {
    /** Everybody. */
    public static final Visibility PUBLIC = new Visibility("public");

    /** Its owner. */
    public static final Visibility PRIVATE = new Visibility("private");

    /** A word; capitals do not matter. */
    public Visibility {
        word = word.toLowerCase(Locale.ROOT);
    }

    /** The word. */
    @Override
    public String toString() {
        return word;
    }
}
