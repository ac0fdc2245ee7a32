package io.amp4j.loader.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the known name that a misspelt one was meant to be. */
public final class NearestName {
    private NearestName() {}

    static String hint(String name, List<ConfigKey<?>> known) {
        return nearest(name, known.stream().map(ConfigKey::name))
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; this destination takes none");
    }

    /**
     * The name that was meant, if one is near enough to be.
     *
     * @param name what was written
     * @param known what it can have been
     * @return the nearest that takes changes of half of its letters at most
     */
    public static Optional<String> of(String name, Collection<String> known) {
        return nearest(name, known.stream().filter(candidate -> distance(name, candidate) <= candidate.length() / 2));
    }

    private static Optional<String> nearest(String name, Stream<String> known) {
        return known.min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
