package io.amp4j.parquet;

/** How the values of a column compare, as Parquet's column orders define it for each type. */
enum Order {
    SIGNED,
    UNSIGNED,
    FLOATING,
    /** Byte by byte, unsigned. */
    BINARY,
    /** As {@link #BINARY}; a bound is cut between characters. */
    TEXT,
    /** Big-endian two's complement. */
    DECIMAL,
    BOOLEAN,
    /** No order is defined: no bounds are written. */
    NONE
}
