package io.amp4j.cli.output;

/** What a column's text is made of: where formats differ, they ask this. */
enum Shape {
    /** Digits that are a JSON number as they stand. */
    NUMBER,
    /** Exact decimals: numbers to the eye, strings in JSON, so that no reader rounds them. */
    DECIMAL,
    /** {@code true}, {@code false}. */
    LITERAL,
    /** Times and bytes: ASCII that never needs escaping. */
    PLAIN,
    /** Anything somebody wrote. */
    TEXT,
    /** Lists, structs and maps, as JSON in every format. */
    JSON;

    boolean isNumeric() {
        return this == NUMBER || this == DECIMAL;
    }

    boolean needsCsvQuotes() {
        return this == TEXT || this == JSON;
    }
}
