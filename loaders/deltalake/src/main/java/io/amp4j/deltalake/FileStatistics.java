package io.amp4j.deltalake;

import io.amp4j.parquet.Bound;
import io.amp4j.parquet.PhysicalType;
import io.amp4j.parquet.WrittenColumn;
import io.amp4j.parquet.WrittenFile;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Parquet writer learned of a file's columns, as Delta's statistics. */
final class FileStatistics {
    private final StructType schema;
    private final Set<Column> wanted;
    private final Map<Column, Literal> min = new HashMap<>();
    private final Map<Column, Literal> max = new HashMap<>();
    private final Map<Column, Long> nulls = new HashMap<>();

    /**
     * Statistics of some columns.
     *
     * @param schema the names in the files, and the types
     * @param wanted the columns that the table wants statistics of
     */
    private FileStatistics(StructType schema, List<Column> wanted) {
        this.schema = schema;
        this.wanted = new HashSet<>(wanted);
    }

    static DataFileStatistics of(WrittenFile file, StructType schema, List<Column> wanted) {
        FileStatistics statistics = new FileStatistics(schema, wanted);
        file.columns().forEach(statistics::add);
        return new DataFileStatistics(
                file.rowCount(), statistics.min, statistics.max, statistics.nulls, Optional.of(true));
    }

    private void add(WrittenColumn written) {
        Column column = new Column(written.path().toArray(new String[0]));
        DataType type = wanted.contains(column) ? type(written.path()) : null;
        if (type == null) {
            return;
        }
        nulls.put(column, written.nullCount());
        if (written.nanCount() > 0) {
            return; // NaN is the greatest to Delta's readers, and no bound to Parquet's writers
        }
        written.min().flatMap(bound -> literal(type, written.type(), bound)).ifPresent(value -> min.put(column, value));
        written.max().flatMap(bound -> literal(type, written.type(), bound)).ifPresent(value -> max.put(column, value));
    }

    /** The type of a column that is in no list or map. */
    private @Nullable DataType type(List<String> path) {
        DataType type = schema;
        for (String name : path) {
            if (!(type instanceof StructType struct) || struct.indexOf(name) < 0) {
                return null;
            }
            StructField field = struct.at(struct.indexOf(name));
            type = field.getDataType();
        }
        return type;
    }

    private static Optional<Literal> literal(DataType type, PhysicalType stored, Bound bound) {
        ByteBuffer bytes = bound.bytes();
        if (type instanceof ByteType) {
            return Optional.of(Literal.ofByte((byte) bytes.getInt()));
        } else if (type instanceof ShortType) {
            return Optional.of(Literal.ofShort((short) bytes.getInt()));
        } else if (type instanceof IntegerType) {
            return Optional.of(Literal.ofInt(bytes.getInt()));
        } else if (type instanceof LongType) {
            return Optional.of(Literal.ofLong(bytes.getLong()));
        } else if (type instanceof FloatType) {
            return Optional.of(Literal.ofFloat(bytes.getFloat()));
        } else if (type instanceof DoubleType) {
            return Optional.of(Literal.ofDouble(bytes.getDouble()));
        } else if (type instanceof DateType) {
            return Optional.of(Literal.ofDate(bytes.getInt()));
        } else if (type instanceof TimestampType) {
            return Optional.of(Literal.ofTimestamp(bytes.getLong()));
        } else if (type instanceof TimestampNTZType) {
            return Optional.of(Literal.ofTimestampNtz(bytes.getLong()));
        } else if (type instanceof StringType) {
            return Optional.of(
                    Literal.ofString(StandardCharsets.UTF_8.decode(bytes).toString()));
        } else if (type instanceof DecimalType decimal) {
            BigDecimal value = new BigDecimal(unscaled(stored, bytes), decimal.getScale());
            return Optional.of(Literal.ofDecimal(value, decimal.getPrecision(), decimal.getScale()));
        }
        return Optional.empty();
    }

    private static BigInteger unscaled(PhysicalType stored, ByteBuffer bytes) {
        return switch (stored) {
            case INT32 -> BigInteger.valueOf(bytes.getInt());
            case INT64 -> BigInteger.valueOf(bytes.getLong());
            default -> {
                byte[] bigEndian = new byte[bytes.remaining()];
                bytes.get(bigEndian);
                yield new BigInteger(bigEndian);
            }
        };
    }
}
