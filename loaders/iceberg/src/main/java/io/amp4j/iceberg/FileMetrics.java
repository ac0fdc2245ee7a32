package io.amp4j.iceberg;

import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.Bound;
import io.amp4j.parquet.WrittenColumn;
import io.amp4j.parquet.WrittenFile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.MetricsModes.MetricsMode;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of a file's columns, from what the writer has counted: as much as the table's metrics modes ask for, and the whole
 * bounds of {@code _amp_batch_id}, by which deletions find their files. As in Iceberg's own writers, a column inside a list or map has a size
 * and nothing else.
 */
final class FileMetrics {
    private final Schema schema;
    private final MetricsConfig config;
    private final Set<Integer> counted = new HashSet<>();
    private final int batchId;

    FileMetrics(Schema schema, MetricsConfig config) {
        this.schema = schema;
        this.config = config;
        this.batchId = schema.findField(MarkerColumns.BATCH_ID).fieldId();
        gather(schema.asStruct());
    }

    private void gather(Types.StructType struct) {
        for (Types.NestedField field : struct.fields()) {
            if (field.type().isStructType()) {
                gather(field.type().asStructType());
            } else if (field.type().isPrimitiveType()) {
                counted.add(field.fieldId());
            }
        }
    }

    Metrics of(WrittenFile file) {
        Map<Integer, Long> sizes = new HashMap<>();
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, Long> nans = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        for (WrittenColumn column : file.columns()) {
            int id = column.fieldId().orElseThrow();
            MetricsMode mode = mode(id);
            if (mode == MetricsModes.None.get()) {
                continue;
            }
            sizes.merge(id, column.compressedBytes(), Long::sum);
            if (!counted.contains(id)) {
                continue;
            }
            Type type = schema.findType(id);
            values.put(id, column.valueCount());
            nulls.put(id, column.nullCount());
            if (type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE) {
                nans.put(id, column.nanCount());
            }
            int length = length(mode);
            if (length > 0 && isWhole(type, column)) {
                column.min().map(min -> lowerBound(type, column, min, length)).ifPresent(min -> lower.put(id, min));
                column.max().map(max -> upperBound(type, column, max, length)).ifPresent(max -> upper.put(id, max));
            }
        }
        return new Metrics(file.rowCount(), sizes, values, nulls, nans, lower, upper);
    }

    /** A bound of fixed length is never shortened, so it has to be there whole. */
    private static boolean isWhole(Type type, WrittenColumn column) {
        return type.typeId() != Type.TypeID.FIXED
                || (column.min().stream().allMatch(Bound::exact)
                        && column.max().stream().allMatch(Bound::exact));
    }

    private MetricsMode mode(int id) {
        return id == batchId ? MetricsModes.Full.get() : config.columnMode(schema.findColumnName(id));
    }

    /** How many characters or bytes of a bound are kept; 0 for no bounds. */
    private static int length(MetricsMode mode) {
        if (mode instanceof MetricsModes.Truncate truncate) {
            return truncate.length();
        }
        return mode == MetricsModes.Full.get() ? Integer.MAX_VALUE : 0;
    }

    private static @Nullable ByteBuffer lowerBound(Type type, WrittenColumn column, Bound bound, int length) {
        Object value = value(type, column, bound.bytes());
        return Conversions.toByteBuffer(
                type,
                switch (type.typeId()) {
                    case STRING -> UnicodeUtil.truncateStringMin(text(value), length);
                    case BINARY -> BinaryUtil.truncateBinaryMin(bytes(value), length);
                    default -> value;
                });
    }

    /** Null where no value of the length is as great. */
    private static @Nullable ByteBuffer upperBound(Type type, WrittenColumn column, Bound bound, int length) {
        Object value = value(type, column, bound.bytes());
        Object kept = switch (type.typeId()) {
            case STRING -> UnicodeUtil.truncateStringMax(text(value), length);
            case BINARY -> BinaryUtil.truncateBinaryMax(bytes(value), length);
            default -> value;
        };
        return kept == null ? null : Conversions.toByteBuffer(type, kept);
    }

    private static String text(Object value) {
        return (String) value;
    }

    private static ByteBuffer bytes(Object value) {
        return (ByteBuffer) value;
    }

    /** A bound as a value of the table's type, which may be wider than the file's. */
    private static Object value(Type type, WrittenColumn column, ByteBuffer bytes) {
        return switch (column.type()) {
            case BOOLEAN -> bytes.get(0) != 0;
            case INT32 -> number(type, bytes.getInt(0));
            case INT64 -> number(type, bytes.getLong(0));
            case FLOAT -> type.typeId() == Type.TypeID.DOUBLE ? (Object) (double) bytes.getFloat(0) : bytes.getFloat(0);
            case DOUBLE -> bytes.getDouble(0);
            case BYTE_ARRAY ->
                type.typeId() == Type.TypeID.STRING
                        ? StandardCharsets.UTF_8.decode(bytes).toString()
                        : bytes;
            case FIXED_LEN_BYTE_ARRAY -> {
                if (type instanceof Types.DecimalType decimal) {
                    byte[] digits = new byte[bytes.remaining()];
                    bytes.get(digits);
                    yield new BigDecimal(new BigInteger(digits), decimal.scale());
                }
                yield bytes;
            }
        };
    }

    private static Object number(Type type, long value) {
        if (type instanceof Types.DecimalType decimal) {
            return BigDecimal.valueOf(value, decimal.scale());
        }
        return switch (type.typeId()) {
            case INTEGER, DATE -> (Object) (int) value;
            default -> value;
        };
    }
}
