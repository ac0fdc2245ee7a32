package io.amp4j.cli.output;

/** How the values of one vector become text; chosen once per column, then called once per value. */
@FunctionalInterface
interface Cell {
    /** Appends the value of a row that is not null. */
    void append(int row, Text out);
}
