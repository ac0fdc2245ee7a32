package io.amp4j.loader.labels;

/** What the text in a column of labels stands for. Never guessed from the values, so that a file may grow without its columns changing. */
public enum LabelType {
    /** Text, as it is. */
    TEXT,
    /** Bytes, written as hex: with {@code 0x} or without, in either case. */
    BINARY,
    /** A signed integer of 64 bits. */
    INTEGER,
    /** A floating-point number of 64 bits. */
    DOUBLE,
    /** {@code true} or {@code false}, in either case. */
    BOOLEAN
}
