package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.ParquetError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Cuts batches into the files of a unit: by partition; at {@code file-bytes}; and at the end of a microbatch where a file has
 * {@code mixed-file-bytes}. Used by one thread.
 */
final class RowWriter implements AutoCloseable {
    /** Each open file buffers a row group. */
    private static final int MOST_OPEN = 16;

    private final DataFiles files;
    private final List<String> partitionColumns;
    private final List<String> constants;
    private final boolean keepsRanges;
    private final Map<Map<String, @Nullable Object>, RowFile> open = new LinkedHashMap<>();

    RowWriter(DataFiles files, LoadRequest request) {
        this.files = files;
        this.partitionColumns = files.table().partitionColumns();
        this.keepsRanges = request.metadata() == LoadRequest.MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
        this.constants = keepsRanges
                ? List.of(MarkerColumns.BATCH_ID, MarkerColumns.BLOCK_RANGES)
                : List.of(MarkerColumns.BATCH_ID);
    }

    void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        String ranges = keepsRanges && range != null ? MarkerColumns.blockRanges(range) : null;
        try {
            if (partitionColumns.isEmpty()) {
                write(id.value(), ranges, Map.of(), rows, 0, rows.getRowCount());
            } else {
                writePartitioned(id.value(), ranges, rows);
            }
        } catch (AmpException e) {
            throw e.code() == ParquetError.VALUE || e.code() == ParquetError.NULL
                    ? new AmpException(LoadError.VALUE_REFUSED, e.getMessage(), e)
                    : e;
        }
    }

    private void write(
            String id,
            @Nullable String ranges,
            Map<String, @Nullable Object> values,
            VectorSchemaRoot rows,
            int from,
            int count) {
        RowFile file = fileFor(id, values, rows.getSchema());
        file.begin(id, ranges);
        file.write(rows, from, count);
    }

    private RowFile fileFor(String id, Map<String, @Nullable Object> values, Schema schema) {
        RowFile file = open.get(values);
        if (file != null && isFull(file, id)) {
            finish(values, file);
            file = null;
        }
        if (file == null) {
            makeRoom();
            file = new RowFile(files, files.place(values), id, schema, constants);
            open.put(values, file);
        }
        return file;
    }

    private boolean isFull(RowFile file, String id) {
        long limit =
                file.isOf(id) ? files.settings().fileBytes() : files.settings().mixedFileBytes();
        return file.bytes() >= Math.min(limit, files.settings().fileBytes());
    }

    private void makeRoom() {
        if (open.size() >= MOST_OPEN) {
            Map.Entry<Map<String, @Nullable Object>, RowFile> oldest =
                    open.entrySet().iterator().next();
            finish(oldest.getKey(), oldest.getValue());
        }
    }

    /** Rows of equal partition values stand side by side more often than not: a run goes to its file at once. */
    private void writePartitioned(String id, @Nullable String ranges, VectorSchemaRoot rows) {
        Map<String, FieldVector> partitions = new LinkedHashMap<>();
        partitionColumns.forEach(column -> partitions.put(column, vector(rows, column)));
        VectorSchemaRoot others = without(rows);
        int from = 0;
        Map<String, @Nullable Object> values = PartitionValues.of(partitions, 0);
        for (int row = 1; row < rows.getRowCount(); row++) {
            Map<String, @Nullable Object> next = PartitionValues.of(partitions, row);
            if (!next.equals(values)) {
                write(id, ranges, values, others, from, row - from);
                values = next;
                from = row;
            }
        }
        write(id, ranges, values, others, from, rows.getRowCount() - from);
    }

    private static FieldVector vector(VectorSchemaRoot rows, String column) {
        return rows.getFieldVectors().stream()
                .filter(vector -> vector.getName().equalsIgnoreCase(column))
                .findFirst()
                .orElseThrow();
    }

    /** A view of the columns that are in the files. Its vectors are the caller's, so nobody closes them through it. */
    private VectorSchemaRoot without(VectorSchemaRoot rows) {
        List<String> left = partitionColumns.stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .toList();
        List<Field> fields = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        for (FieldVector vector : rows.getFieldVectors()) {
            if (!left.contains(vector.getName().toLowerCase(Locale.ROOT))) {
                fields.add(vector.getField());
                vectors.add(vector);
            }
        }
        return new VectorSchemaRoot(fields, vectors, rows.getRowCount());
    }

    /** Completes all files. */
    void finish() {
        Map.copyOf(open).forEach(this::finish);
    }

    /** A file that fails here stays among the open ones, and is closed with them. */
    private void finish(Map<String, @Nullable Object> values, RowFile file) {
        file.finish();
        open.remove(values);
    }

    @Override
    public void close() {
        open.values().forEach(RowFile::close);
        open.clear();
    }
}
