package io.amp4j.duckdb;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of a label file: a column of DuckDB's answer, and the vector that it goes into.
 *
 * @param vector the vector
 * @param index the column's number, from one
 * @param setter puts the value of DuckDB's row in hand, which is not null
 */
record LabelColumn(FieldVector vector, int index, Setter setter) {
    /** Puts one value. */
    @FunctionalInterface
    interface Setter {
        void set(ResultSet rows, int row) throws SQLException;
    }

    /** The column for a type as DuckDB names it, or null if labels cannot have it. */
    static @Nullable LabelColumn of(String name, String type, int index, BufferAllocator allocator) {
        return switch (type) {
            case "VARCHAR" -> text(new VarCharVector(name, allocator), index);
            case "BLOB" -> bytes(new VarBinaryVector(name, allocator), index);
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
                integer(new BigIntVector(name, allocator), index);
            case "FLOAT", "DOUBLE" -> number(new Float8Vector(name, allocator), index);
            case "BOOLEAN" -> truth(new BitVector(name, allocator), index);
            case "DATE" -> date(new DateDayVector(name, allocator), index);
            case "TIMESTAMP" -> time(new TimeStampMicroVector(name, allocator), index);
            case "TIMESTAMP WITH TIME ZONE" -> time(new TimeStampMicroTZVector(name, allocator, "UTC"), index);
            case "UBIGINT" -> decimal(new DecimalVector(name, allocator, 20, 0), index);
            default -> type.startsWith("DECIMAL(") ? decimal(name, type, index, allocator) : null;
        };
    }

    private static LabelColumn text(VarCharVector vector, int index) {
        return new LabelColumn(
                vector,
                index,
                (rows, row) -> vector.setSafe(row, rows.getString(index).getBytes(StandardCharsets.UTF_8)));
    }

    private static LabelColumn bytes(VarBinaryVector vector, int index) {
        return new LabelColumn(vector, index, (rows, row) -> vector.setSafe(row, rows.getBytes(index)));
    }

    private static LabelColumn integer(BigIntVector vector, int index) {
        return new LabelColumn(vector, index, (rows, row) -> vector.setSafe(row, rows.getLong(index)));
    }

    private static LabelColumn number(Float8Vector vector, int index) {
        return new LabelColumn(vector, index, (rows, row) -> vector.setSafe(row, rows.getDouble(index)));
    }

    private static LabelColumn truth(BitVector vector, int index) {
        return new LabelColumn(vector, index, (rows, row) -> vector.setSafe(row, rows.getBoolean(index) ? 1 : 0));
    }

    private static LabelColumn date(DateDayVector vector, int index) {
        return new LabelColumn(
                vector,
                index,
                (rows, row) -> vector.setSafe(
                        row, (int) rows.getObject(index, LocalDate.class).toEpochDay()));
    }

    private static LabelColumn time(TimeStampMicroVector vector, int index) {
        return new LabelColumn(
                vector,
                index,
                (rows, row) -> vector.setSafe(
                        row, micros(rows.getObject(index, LocalDateTime.class).toInstant(ZoneOffset.UTC))));
    }

    private static LabelColumn time(TimeStampMicroTZVector vector, int index) {
        return new LabelColumn(
                vector,
                index,
                (rows, row) -> vector.setSafe(
                        row, micros(rows.getObject(index, OffsetDateTime.class).toInstant())));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static LabelColumn decimal(String name, String type, int index, BufferAllocator allocator) {
        String[] size = type.substring("DECIMAL(".length(), type.length() - 1).split(",");
        return decimal(
                new DecimalVector(
                        name, allocator, Integer.parseInt(size[0].strip()), Integer.parseInt(size[1].strip())),
                index);
    }

    private static LabelColumn decimal(DecimalVector vector, int index) {
        return new LabelColumn(
                vector,
                index,
                (rows, row) -> vector.setSafe(row, rows.getBigDecimal(index).setScale(vector.getScale())));
    }

    void put(ResultSet rows, int row) throws SQLException {
        rows.getObject(index);
        if (!rows.wasNull()) {
            setter.set(rows, row);
        }
    }
}
