package io.amp4j.devnet.internal.http;

import java.util.Comparator;

/** Semantic versions. */
final class Versions {
    static final String PATTERN = "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]+)?";

    /** By number; a version with something behind its numbers comes before the plain one. */
    static final Comparator<String> HIGHEST_FIRST = Comparator.comparingInt((String version) -> number(version, 0))
            .thenComparingInt(version -> number(version, 1))
            .thenComparingInt(version -> number(version, 2))
            .thenComparing((String version) -> !version.contains("-"))
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    private Versions() {}

    /** Whatever is no version is the lowest: it can be asked for, and is not there. */
    private static int number(String version, int index) {
        return version.matches(PATTERN)
                ? Integer.parseInt(version.split("[-+]", 2)[0].split("\\.")[index])
                : -1;
    }
}
