package io.amp4j.cli.output;

/** What a column's text is made of: where formats differ, they ask this. */
enum Shape {
    /** Digits that are a JSON number as they stand. */
    NUMBER,
    /** Exact decimals: numbers to the eye, strings in JSON, so that no reader rounds them. */
    DECIMAL,
    /** {@code true}, {@code false}. */
    LITERAL,
    /** Dates, times and intervals: short, and of no use without their end. */
    TIME,
    /** Bytes: ASCII that never needs escaping. */
    PLAIN,
    /** Anything somebody wrote. */
    TEXT,
    /** Lists, structs and maps, as JSON in every format. */
    JSON;

    boolean isNumeric() {
        return this == NUMBER || this == DECIMAL;
    }

    /** Whether a part of the value would mislead: a part of a number looks like another number. */
    boolean isIndivisible() {
        return isNumeric() || this == TIME;
    }

    boolean needsCsvQuotes() {
        return this == TEXT || this == JSON;
    }
}
