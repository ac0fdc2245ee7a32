package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** A file from its first four bytes to its last: cuts rows into row groups, and writes the footer. */
final class FileEncoder implements AutoCloseable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String ARROW_SCHEMA = "ARROW:schema";
    private static final int FORMAT_VERSION = 2;
    /** Rows that all columns write before the row group's size is looked at. */
    private static final int SLICE_ROWS = 8192;

    private final WriterOptions options;
    private final FileOutput out;
    private final FileSchema schema;
    private final List<Field> fields;
    private final PagePress press;
    private final List<ColumnWriter> columns = new ArrayList<>();
    private final Map<String, byte @Nullable []> constants = new HashMap<>();
    private final RowGroups groups = new RowGroups();
    private long rows;
    private long groupRows;

    FileEncoder(List<Field> fields, WriterOptions options, FileOutput out) throws IOException {
        this.options = options;
        this.out = out;
        this.fields = fields;
        FieldIds ids = options.fieldIds() == null ? new MetadataFieldIds(fields) : options.fieldIds();
        this.schema = FileSchema.of(fields, options.constants(), options.target(), ids, options.fieldNames());
        Map<String, BloomFilter> blooms = bloomFilters();
        this.press = new PagePress(options.compression(), options.pageBytes() * 2);
        Segments.Pool pool = new Segments.Pool();
        for (Leaf leaf : schema.leaves()) {
            columns.add(new ColumnWriter(leaf, options, press, pool, blooms.get(leaf.name())));
        }
        out.write(MAGIC);
    }

    private Map<String, BloomFilter> bloomFilters() {
        Map<String, BloomFilter> blooms = new HashMap<>();
        options.bloomFilters().forEach((name, distinct) -> {
            boolean possible = schema.leaves().stream()
                    .anyMatch(leaf -> leaf.name().equals(name) && leaf.type().physical() != PhysicalType.BOOLEAN);
            if (!possible) {
                throw new AmpException(
                        ParquetError.OPTION,
                        "there is no column " + name + " that can have a bloom filter; the columns are "
                                + schema.leaves().stream().map(Leaf::name).toList());
            }
            blooms.put(name, new BloomFilter(distinct));
        });
        return blooms;
    }

    long rows() {
        return rows;
    }

    void constant(String column, @Nullable String value) {
        if (!options.constants().contains(column)) {
            throw new AmpException(
                    ParquetError.OPTION,
                    "there is no constant column " + column + "; the constant columns are " + options.constants());
        }
        constants.put(column, ColumnWriter.bytes(value));
    }

    void write(FieldVector[] vectors, int from, int count, long bytesPerRow) throws IOException {
        // So few rows that a row group is not far beyond its size when that is looked at.
        long slice = Math.max(1, Math.min(SLICE_ROWS, options.rowGroupBytes() / 8 / Math.max(1, bytesPerRow)));
        int end = from + count;
        int row = from;
        while (row < end) {
            int part = (int) Math.min(Math.min(slice, end - row), options.rowGroupRows() - groupRows);
            for (ColumnWriter column : columns) {
                write(column, vectors, row, part);
            }
            row += part;
            rows += part;
            groupRows += part;
            if (groupRows >= options.rowGroupRows() || bufferedBytes() >= options.rowGroupBytes()) {
                endRowGroup();
            }
        }
    }

    private void write(ColumnWriter column, FieldVector[] vectors, int from, int count) throws IOException {
        Leaf leaf = column.leaf();
        if (leaf.column() < vectors.length) {
            column.write(vectors[leaf.column()], from, count);
        } else {
            column.writeConstant(constants.get(options.constants().get(leaf.column() - fields.size())), count);
        }
    }

    long bufferedBytes() {
        long sum = 0;
        for (ColumnWriter column : columns) {
            sum += column.bufferedBytes();
        }
        return sum;
    }

    private void endRowGroup() throws IOException {
        if (groupRows > 0) {
            groups.write(columns, groupRows, press, out);
            groupRows = 0;
        }
    }

    WrittenFile finish() throws IOException {
        endRowGroup();
        groups.writeIndexes(out);
        long start = out.position();
        Util.writeFileMetaData(footer(), out);
        long length = out.position() - start;
        byte[] tail = new byte[Integer.BYTES];
        Bytes.LE_INT.set(tail, 0, Math.toIntExact(length));
        out.write(tail);
        out.write(MAGIC);
        out.flush();
        List<WrittenColumn> summaries =
                columns.stream().map(column -> column.chunk().summary()).toList();
        return new WrittenFile(rows, out.position(), length, groups.offsets(), summaries);
    }

    private FileMetaData footer() throws IOException {
        FileMetaData footer = new FileMetaData(FORMAT_VERSION, schema.elements(), rows, groups.all());
        footer.setCreated_by(createdBy());
        for (int i = 0; i < columns.size(); i++) {
            footer.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        Map<String, String> metadata = new LinkedHashMap<>(options.metadata());
        if (options.target().arrowSchema() == ParquetTarget.ArrowSchema.WRITE) {
            metadata.putIfAbsent(ARROW_SCHEMA, arrowSchema());
        }
        metadata.forEach((key, value) -> footer.addToKey_value_metadata(new KeyValue(key).setValue(value)));
        return footer;
    }

    /** In the form in which readers of versions look for it: {@code application version x.y.z}. */
    private static String createdBy() {
        String version = FileEncoder.class.getPackage().getImplementationVersion();
        return "amp4j version " + (version == null ? "0" : version);
    }

    private String arrowSchema() throws IOException {
        List<Field> all = new ArrayList<>(fields);
        for (String constant : options.constants()) {
            all.add(Field.nullable(constant, ArrowType.Utf8.INSTANCE));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WriteChannel channel = new WriteChannel(Channels.newChannel(bytes))) {
            MessageSerializer.serialize(channel, new Schema(all));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Override
    public void close() {
        press.close();
    }
}
