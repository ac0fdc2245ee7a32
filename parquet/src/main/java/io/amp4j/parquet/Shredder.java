package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;

/**
 * Finds the levels of a nested column, group by group for many rows at once: an entry is a place in the vector of the
 * present group, and what levels led to it; a list turns one entry into as many as it has elements. An entry that ends above
 * the leaf (a null, an empty list) keeps its levels and has no place any more.
 */
final class Shredder {
    private static final int NOWHERE = -1;

    /** Entries, valid up to {@link #count}. */
    int[] definition = new int[256];

    int[] repetition = new int[256];
    int count;
    /** Places of the values that are there, valid up to {@link #present}. */
    int[] places = new int[256];

    int present;

    private int[] at = new int[256];
    private int[] nextDefinition = new int[256];
    private int[] nextRepetition = new int[256];
    private int[] nextAt = new int[256];

    void shred(Leaf leaf, FieldVector top, int from, int rows) {
        begin(from, rows);
        FieldVector vector = top;
        for (Step step : leaf.steps()) {
            step.descend(this, vector);
            vector = step.below(vector);
        }
        intoLeaf(vector, leaf);
    }

    private void begin(int from, int rows) {
        if (at.length < rows) {
            at = new int[rows];
            definition = new int[rows];
            repetition = new int[rows];
        }
        for (int i = 0; i < rows; i++) {
            at[i] = from + i;
        }
        Arrays.fill(definition, 0, rows, 0);
        Arrays.fill(repetition, 0, rows, 0);
        count = rows;
    }

    void intoStruct(FieldVector vector, boolean nullable, String column) {
        for (int i = 0; i < count; i++) {
            if (at[i] == NOWHERE) {
                continue;
            }
            if (vector.isNull(at[i])) {
                requireNullable(nullable, column);
                at[i] = NOWHERE;
            } else if (nullable) {
                definition[i]++;
            }
        }
    }

    void intoList(FieldVector vector, Step.Ranges ranges, boolean nullable, int level, String column) {
        int next = 0;
        for (int i = 0; i < count; i++) {
            int place = at[i];
            if (place == NOWHERE || vector.isNull(place)) {
                if (place != NOWHERE) {
                    requireNullable(nullable, column);
                }
                next = push(next, definition[i], repetition[i], NOWHERE);
                continue;
            }
            int present = definition[i] + (nullable ? 1 : 0);
            int start = ranges.start(place);
            int end = ranges.end(place);
            if (start >= end) {
                next = push(next, present, repetition[i], NOWHERE);
                continue;
            }
            next = push(next, present + 1, repetition[i], start);
            for (int element = start + 1; element < end; element++) {
                next = push(next, present + 1, level, element);
            }
        }
        swap(next);
    }

    private int push(int index, int definitionLevel, int repetitionLevel, int place) {
        if (index == nextAt.length) {
            nextDefinition = Arrays.copyOf(nextDefinition, index * 2);
            nextRepetition = Arrays.copyOf(nextRepetition, index * 2);
            nextAt = Arrays.copyOf(nextAt, index * 2);
        }
        nextDefinition[index] = definitionLevel;
        nextRepetition[index] = repetitionLevel;
        nextAt[index] = place;
        return index + 1;
    }

    private void swap(int entries) {
        int[] oldDefinition = definition;
        int[] oldRepetition = repetition;
        int[] oldAt = at;
        definition = nextDefinition;
        repetition = nextRepetition;
        at = nextAt;
        nextDefinition = oldDefinition;
        nextRepetition = oldRepetition;
        nextAt = oldAt;
        count = entries;
    }

    private void intoLeaf(FieldVector vector, Leaf leaf) {
        if (places.length < count) {
            places = new int[at.length];
        }
        boolean nullable = leaf.nullable();
        int values = 0;
        for (int i = 0; i < count; i++) {
            int place = at[i];
            if (place == NOWHERE) {
                continue;
            }
            if (vector.isNull(place)) {
                requireNullable(nullable, leaf.name());
            } else {
                places[values++] = place;
                definition[i] += nullable ? 1 : 0;
            }
        }
        present = values;
    }

    static void requireNullable(boolean nullable, String column) {
        if (!nullable) {
            throw new AmpException(
                    ParquetError.NULL, "column " + column + " holds a null, and its schema says that it has none");
        }
    }
}
