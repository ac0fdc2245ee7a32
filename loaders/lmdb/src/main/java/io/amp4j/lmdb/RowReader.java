package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.MarkerColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads rows of any of a table's schemas into one batch. Used by one thread. */
final class RowReader {
    /** The columns of one schema, and those of the batch that it lacks. */
    private record Layout(List<ValueCodec> columns, List<ValueCodec> lacking) {}

    private final VectorSchemaRoot root;
    private final Map<Integer, Schema> schemas;
    private final Map<Integer, Layout> layouts = new HashMap<>();
    private final VarCharVector ids;
    private long lastId;
    private byte[] lastText = new byte[0];

    RowReader(VectorSchemaRoot root, Map<Integer, Schema> schemas) {
        this.root = root;
        this.schemas = schemas;
        this.ids = (VarCharVector) root.getVector(MarkerColumns.BATCH_ID);
    }

    static int schemaOf(Slice value) {
        return Bytes.varint(value.address() + Long.BYTES);
    }

    /** Makes room for so many rows; vectors grow where that was not enough. */
    void begin(int rows) {
        for (FieldVector vector : root.getFieldVectors()) {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
        }
    }

    /** Reads a row. Rows come in order, from 0. */
    void read(Slice value, int row) {
        int number = schemaOf(value);
        Layout layout = layouts.computeIfAbsent(number, this::layout);
        long bits = value.address() + Long.BYTES + Bytes.varintSize(number);
        long at = bits + Bytes.bitmapSize(layout.columns().size());
        for (int i = 0; i < layout.columns().size(); i++) {
            if (Bytes.bit(bits, i)) {
                at = layout.columns().get(i).read(at, row);
            } else {
                layout.columns().get(i).readNull(row);
            }
        }
        for (ValueCodec codec : layout.lacking()) {
            codec.readNull(row);
        }
        ids.setSafe(row, text(Bytes.bigEndianLong(value.address())));
    }

    private byte[] text(long id) {
        if (id != lastId || lastText.length == 0) {
            lastId = id;
            lastText = BatchIds.toText(id).getBytes(StandardCharsets.US_ASCII);
        }
        return lastText;
    }

    private Layout layout(int number) {
        Schema schema = schemas.get(number);
        if (schema == null) {
            throw new AmpException(
                    LoadError.DESTINATION_FAILED, "a row names schema " + number + ", which its table does not have");
        }
        List<ValueCodec> columns = new ArrayList<>();
        for (Field field : schema.getFields()) {
            columns.add(codec(field, root.getVector(field.getName())));
        }
        List<ValueCodec> lacking = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            if (vector != ids
                    && schema.getFields().stream()
                            .noneMatch(field -> field.getName().equals(vector.getName()))) {
                lacking.add(codec(vector.getField(), vector));
            }
        }
        return new Layout(columns, lacking);
    }

    private static ValueCodec codec(Field field, FieldVector vector) {
        ValueCodec codec = ValueCodecs.of(field);
        codec.target(vector);
        return codec;
    }
}
