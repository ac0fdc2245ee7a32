package io.amp4j.lmdb;

import io.amp4j.loader.spi.MarkerColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;

/** One table of an {@link LmdbReader}. Used by one thread; open the table again for another. */
public final class LmdbTable implements AutoCloseable {
    private final LmdbReader reader;
    private final Environment environment;
    private final Dbi<Slice> rows;
    private final BufferAllocator allocator;
    private final KeyValues keys;
    private TableInfo info;
    private Schema schema;
    private Map<Integer, Schema> layouts;
    private @Nullable VectorSchemaRoot row;
    private @Nullable RowReader rowReader;

    LmdbTable(LmdbReader reader, TableInfo info, Dbi<Slice> rows, BufferAllocator allocator) {
        this.reader = reader;
        this.environment = reader.environment();
        this.rows = rows;
        this.allocator = allocator;
        this.info = info;
        this.schema = schema(info);
        this.layouts = layouts();
        this.keys = new KeyValues(info, environment.maxKeySize(), allocator);
    }

    private Map<Integer, Schema> layouts() {
        return reader.catalog(catalog -> catalog.schemas(info.name())).orElse(Map.of());
    }

    private static Schema schema(TableInfo info) {
        List<Field> fields = new ArrayList<>(info.columns());
        fields.add(Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE));
        return new Schema(fields);
    }

    /**
     * The table's columns as they were when the table was opened, or read last.
     *
     * @return its columns, all of them nullable, and {@code _amp_batch_id}
     */
    public Schema schema() {
        return schema;
    }

    /**
     * What rows are found by.
     *
     * @return the key's columns in order; where no key was named {@code first_block}, {@code stream}, {@code batch} and {@code row}: the row's
     *     place in its stream
     */
    public List<String> keyColumns() {
        return keys.columns();
    }

    /**
     * Finds one row.
     *
     * @param key the values of all of the key's columns, in order: a {@link Number}, a {@link String}, a {@code byte[]}, a {@link Boolean}, a {@link
     *     java.math.BigDecimal}; for times the number that Arrow has for it
     * @return a batch of this one row, the table's own: valid until the next call, and closed with the table; empty if there is none
     * @throws IllegalArgumentException if the values are not those of the key
     */
    public Optional<VectorSchemaRoot> get(Object... key) {
        if (key.length != keys.columns().size()) {
            throw new IllegalArgumentException("the key has the columns " + keys.columns());
        }
        Slice wanted = keys.encode(List.of(key), new Slice());
        try (ReadTxn read = environment.read()) {
            Slice found = rows.get(read.txn(), wanted);
            return found == null ? Optional.empty() : Optional.of(row(found));
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, environment.directory());
        }
    }

    private VectorSchemaRoot row(Slice value) {
        if (!layouts.containsKey(RowReader.schemaOf(value))) {
            refresh();
        }
        if (row == null) {
            VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
            row = root;
            rowReader = new RowReader(root, layouts);
            rowReader.begin(1);
        } else {
            row.getFieldVectors().forEach(FieldVector::reset);
        }
        rowReader.read(value, 0);
        row.setRowCount(1);
        return row;
    }

    /** Columns may have been added since. */
    private void refresh() {
        endRow();
        info = reader.catalog(catalog -> catalog.find(info.name()).orElse(info)).orElse(info);
        schema = schema(info);
        layouts = layouts();
    }

    /**
     * Reads all rows, in the order of their keys.
     *
     * @return a reader of batches, which the caller closes, before the table; it holds a snapshot, and with it the space of rows that are deleted
     *     meanwhile
     */
    public ArrowReader scan() {
        return scan(KeyRange.all());
    }

    /**
     * Reads a range of rows, in the order of their keys.
     *
     * @param range the range
     * @return a reader of batches, which the caller closes, before the table; it holds a snapshot, and with it the space of rows that are deleted
     *     meanwhile
     * @throws IllegalArgumentException if the values of the range are not those of the key's first columns
     */
    public ArrowReader scan(KeyRange range) {
        refresh();
        byte[] from = keys.encode(range.from(), new Slice()).toBytes();
        byte[] to = keys.encode(range.to(), new Slice()).toBytes();
        ReadTxn read = environment.read();
        try {
            return new LmdbScan(allocator, schema, layouts, read, rows.openCursor(read.txn()), from, to);
        } catch (LmdbException e) {
            read.close();
            throw LmdbErrors.translate(e, environment.directory());
        }
    }

    private void endRow() {
        if (row != null) {
            row.close();
            row = null;
        }
    }

    /** Frees the memory of keys and of the row that was found last; calling it again does nothing. */
    @Override
    public void close() {
        endRow();
        keys.close();
    }
}
