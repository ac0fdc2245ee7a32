package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.parquet.ParquetTarget;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * What becomes of the types that a table can keep in more than one way; the same for all columns of a file.
 *
 * @param nanos what becomes of timestamps in nanoseconds
 * @param fixed what becomes of fixed-size binary
 */
record TypeChoice(Nanos nanos, Fixed fixed) {
    private static final int FIRST_WITH_NANOS = 3;

    /** What becomes of timestamps in nanoseconds. */
    enum Nanos {
        /** Microseconds; a value that does not fit is refused when it is written. */
        AS_MICROS,
        /** Nanoseconds, from format version 3 on. */
        KEPT
    }

    /** What becomes of fixed-size binary. */
    enum Fixed {
        /** {@code fixed[n]}. */
        KEPT,
        /** {@code binary}. */
        AS_BINARY
    }

    /**
     * For a table that is to be created. Where fixed-size binary is a key, it becomes binary: Iceberg's readers (up to 1.12 at least) use one
     * array for all values of a {@code fixed} column in equality deletes, so that of many keys only the last would be deleted.
     */
    static TypeChoice ofNewTable(int formatVersion, LoadRequest request) {
        boolean keyed = request.mode() == LoadMode.UPSERT
                && request.keyColumns().stream()
                        .map(request.schema()::findField)
                        .anyMatch(TypeChoice::isFixed);
        return new TypeChoice(
                formatVersion >= FIRST_WITH_NANOS ? Nanos.KEPT : Nanos.AS_MICROS, keyed ? Fixed.AS_BINARY : Fixed.KEPT);
    }

    /** As a table's columns have it. */
    static TypeChoice of(Schema table, LoadRequest request) {
        boolean binary = request.schema().getFields().stream()
                .filter(TypeChoice::isFixed)
                .map(field -> table.asStruct().field(field.getName()))
                .anyMatch(column -> column != null && column.type().equals(Types.BinaryType.get()));
        return new TypeChoice(nanosOf(table), binary ? Fixed.AS_BINARY : Fixed.KEPT);
    }

    static Nanos nanosOf(Schema table) {
        boolean kept = TypeUtil.indexById(table.asStruct()).values().stream()
                .anyMatch(field -> field.type().typeId() == Type.TypeID.TIMESTAMP_NANO);
        return kept ? Nanos.KEPT : Nanos.AS_MICROS;
    }

    private static boolean isFixed(Field field) {
        return IcebergTypes.storage(field.getType()) instanceof ArrowType.FixedSizeBinary;
    }

    /** The types that files are written with. */
    ParquetTarget target() {
        ParquetTarget target = nanos == Nanos.KEPT ? ParquetTarget.icebergV3() : ParquetTarget.icebergV2();
        return fixed == Fixed.KEPT ? target : target.withFixedBinary(ParquetTarget.FixedBinary.PLAIN);
    }
}
