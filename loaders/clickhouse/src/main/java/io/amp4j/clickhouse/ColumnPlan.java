package io.amp4j.clickhouse;

import org.apache.arrow.vector.types.pojo.Field;

/**
 * How one column of the result is sent and kept.
 *
 * @param field the column as the result has it
 * @param tableType the type that the table's column is created with
 * @param wire the Arrow field that is sent; its name is the column's
 * @param inputType the type that the server reads the field as
 * @param conversion how the result's vector becomes the sent one
 */
record ColumnPlan(Field field, String tableType, Field wire, String inputType, Conversion conversion) {
    /** How a vector is sent. */
    enum Conversion {
        /** The vector itself. */
        AS_IT_IS,
        /** The same buffers under another type of the same layout. */
        RELABEL,
        /** A copy as text, or as plain binary: for views and intervals. */
        COPY,
        /** Nothing is sent: all its values are null. */
        ABSENT
    }

    String name() {
        return field.getName();
    }

    /** The name of the column that says which values of this one are null, where ClickHouse's type cannot. */
    static String nullFlag(String column) {
        return column + "_is_null";
    }

    /** Whether the column's type cannot hold null, so that a flag stands beside it. */
    boolean needsNullFlag() {
        return field.isNullable() && field.getType().isComplex();
    }
}
