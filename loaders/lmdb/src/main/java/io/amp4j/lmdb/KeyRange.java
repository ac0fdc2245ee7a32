package io.amp4j.lmdb;

import java.util.List;

/**
 * The part of a table that a scan reads: from the first key whose leading columns have the values of {@code from} to the last one whose leading
 * columns have those of {@code to}, both included. Of a key of several columns, any number of the first ones may be given. Immutable.
 *
 * <p>Ranges follow the order of keys: with {@code key-encoding=text} that of the text, where 10 comes before 9.
 *
 * @param from the values that the range begins with; empty for the first key
 * @param to the values that the range ends with; empty for the last key
 */
public record KeyRange(List<Object> from, List<Object> to) {
    /** Takes copies of the lists. */
    public KeyRange {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /**
     * All rows.
     *
     * @return the range
     */
    public static KeyRange all() {
        return new KeyRange(List.of(), List.of());
    }

    /**
     * The rows whose key begins with some values.
     *
     * @param values the values of the key's first columns
     * @return the range
     */
    public static KeyRange of(Object... values) {
        return new KeyRange(List.of(values), List.of(values));
    }

    /**
     * The rows from a key on.
     *
     * @param values the values of the key's first columns
     * @return the range
     */
    public static KeyRange from(Object... values) {
        return new KeyRange(List.of(values), List.of());
    }

    /**
     * The rows up to a key.
     *
     * @param values the values of the key's first columns; rows that have them are in the range
     * @return the range
     */
    public KeyRange to(Object... values) {
        return new KeyRange(from, List.of(values));
    }
}
