package io.amp4j.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads a file as parquet-java does. */
final class ParquetJava {
    private ParquetJava() {}

    static ParquetFileReader open(Path file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .usePageChecksumVerification(true)
                .build();
        return new ParquetFileReader(new LocalInputFile(file), options);
    }

    static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFooter();
        }
    }

    static List<List<Object>> rows(Path file) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = open(file)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            PageReadStore pages = reader.readNextRowGroup();
            while (pages != null) {
                RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(fields(records.read(), schema));
                }
                pages = reader.readNextRowGroup();
            }
        }
        return rows;
    }

    private static List<Object> fields(Group group, GroupType type) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            values.add(group.getFieldRepetitionCount(i) == 0 ? null : value(group, i, type.getType(i)));
        }
        return values;
    }

    private static Object value(Group group, int field, Type type) {
        if (type.isPrimitive()) {
            return leaf(group, field, 0, type.asPrimitiveType());
        }
        Group inner = group.getGroup(field, 0);
        GroupType innerType = type.asGroupType();
        if (innerType.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < inner.getFieldRepetitionCount(0); i++) {
                elements.add(fields(inner.getGroup(0, i), innerType.getType(0).asGroupType())
                        .get(0));
            }
            return elements;
        }
        if (innerType.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
            List<Object> entries = new ArrayList<>();
            for (int i = 0; i < inner.getFieldRepetitionCount(0); i++) {
                entries.add(fields(inner.getGroup(0, i), innerType.getType(0).asGroupType()));
            }
            return entries;
        }
        return fields(inner, innerType);
    }

    private static Object leaf(Group group, int field, int index, PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, index);
            case FLOAT -> "bits " + Float.floatToRawIntBits(group.getFloat(field, index));
            case DOUBLE -> "bits " + Double.doubleToRawLongBits(group.getDouble(field, index));
            case INT32 -> number(BigInteger.valueOf(group.getInteger(field, index)), 32, meaning);
            case INT64 -> number(BigInteger.valueOf(group.getLong(field, index)), 64, meaning);
            case BINARY ->
                meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                        ? group.getString(field, index)
                        : Canonical.hex(group.getBinary(field, index).getBytes());
            case FIXED_LEN_BYTE_ARRAY -> fixed(group.getBinary(field, index).getBytes(), meaning);
            case INT96 -> throw new IllegalArgumentException("INT96");
        };
    }

    private static Object fixed(byte[] bytes, LogicalTypeAnnotation meaning) {
        if (meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(bytes), decimal.getScale());
        }
        if (meaning instanceof LogicalTypeAnnotation.IntervalLogicalTypeAnnotation) {
            ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return List.of(parts.getInt(0), parts.getInt(4), parts.getInt(8));
        }
        if (meaning instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
            return "bits " + BigInteger.valueOf((short) ((bytes[0] & 0xFF) | (bytes[1] << 8)));
        }
        return Canonical.hex(bytes);
    }

    private static Object number(BigInteger value, int bits, LogicalTypeAnnotation meaning) {
        if (meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(value, decimal.getScale());
        }
        if (meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation whole) {
            return whole.isSigned() || value.signum() >= 0 ? value : value.add(BigInteger.ONE.shiftLeft(bits));
        }
        if (meaning instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
            return nanos(value, timestamp.getUnit());
        }
        if (meaning instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
            return nanos(value, time.getUnit());
        }
        return value;
    }

    private static BigInteger nanos(BigInteger value, LogicalTypeAnnotation.TimeUnit unit) {
        return value.multiply(BigInteger.valueOf(
                switch (unit) {
                    case MILLIS -> 1_000_000L;
                    case MICROS -> 1_000L;
                    case NANOS -> 1L;
                }));
    }

    /** parquet-java's own codecs ask for Hadoop; DuckDB, the other reader of these tests, brings its own. */
    private static final class Codecs implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("reads only");
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            return new Decompressor(codec);
        }

        @Override
        public void release() {}
    }

    private record Decompressor(CompressionCodecName codec) implements CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            byte[] from = bytes.toInputStream().readAllBytes();
            byte[] to = new byte[size];
            switch (codec) {
                case ZSTD -> Zstd.decompressByteArray(to, 0, size, from, 0, from.length);
                case SNAPPY -> new SnappyDecompressor().decompress(from, 0, from.length, to, 0, size);
                case LZ4_RAW -> new Lz4Decompressor().decompress(from, 0, from.length, to, 0, size);
                default -> {
                    return bytes;
                }
            }
            return BytesInput.from(to);
        }

        @Override
        public void decompress(ByteBuffer from, int compressed, ByteBuffer to, int size) throws IOException {
            byte[] bytes = new byte[compressed];
            from.get(bytes);
            to.put(decompress(BytesInput.from(bytes), size).toInputStream().readAllBytes());
        }

        @Override
        public void release() {}
    }
}
