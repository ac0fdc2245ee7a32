package io.amp4j.cli;

import java.util.Locale;

/** How a check ended. */
enum Verdict {
    OK("\033[32m"),
    WARNING("\033[33m"),
    FAILED("\033[31m"),
    SKIPPED("\033[2m");

    private final String color;

    Verdict(String color) {
        this.color = color;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The escape sequence that its word is written in. */
    String color() {
        return color;
    }
}
