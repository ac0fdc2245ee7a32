package io.amp4j.devnet.internal.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

/** Sends text columns as indices. Each batch brings the dictionaries that it needs, in place of the ones before. */
final class TextDictionaries {
    private static final ArrowType.Int INDEX = new ArrowType.Int(32, true);

    private final Schema schema;
    private final boolean enabled;
    private final BufferAllocator allocator;

    TextDictionaries(Schema schema, boolean enabled, BufferAllocator allocator) {
        this.schema = schema;
        this.enabled = enabled;
        this.allocator = allocator;
    }

    /** The rows as they are sent; closing gives back what was made for them, not the rows themselves. */
    record Encoded(VectorSchemaRoot root, List<ArrowDictionaryBatch> dictionaries, List<AutoCloseable> made)
            implements AutoCloseable {
        @Override
        public void close() {
            AutoCloseables.closeNoChecked(() -> AutoCloseables.close(made));
        }
    }

    Schema wireSchema() {
        return enabled ? encoded(schema) : schema;
    }

    static Schema encoded(Schema schema) {
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.getFields()) {
            DictionaryEncoding encoding = new DictionaryEncoding(fields.size(), false, INDEX);
            fields.add(
                    isText(field)
                            ? new Field(
                                    field.getName(), new FieldType(field.isNullable(), field.getType(), encoding), null)
                            : field);
        }
        return new Schema(fields);
    }

    private static boolean isText(Field field) {
        return field.getType() instanceof ArrowType.Utf8;
    }

    Encoded encode(VectorSchemaRoot root) {
        if (!enabled) {
            return new Encoded(root, List.of(), List.of());
        }
        List<FieldVector> vectors = new ArrayList<>();
        List<ArrowDictionaryBatch> batches = new ArrayList<>();
        List<AutoCloseable> made = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            if (vector instanceof VarCharVector texts) {
                Map<Text, Integer> values = new LinkedHashMap<>();
                IntVector indices = indices(texts, values);
                made.add(indices);
                ArrowDictionaryBatch batch = dictionary(vectors.size(), values);
                made.add(batch);
                batches.add(batch);
                vectors.add(indices);
            } else {
                vectors.add(vector);
            }
        }
        return new Encoded(new VectorSchemaRoot(wireSchema().getFields(), vectors, root.getRowCount()), batches, made);
    }

    private IntVector indices(VarCharVector texts, Map<Text, Integer> values) {
        IntVector indices = new IntVector(texts.getName(), allocator);
        indices.allocateNew(texts.getValueCount());
        for (int row = 0; row < texts.getValueCount(); row++) {
            if (!texts.isNull(row)) {
                indices.set(row, values.computeIfAbsent(texts.getObject(row), text -> values.size()));
            }
        }
        indices.setValueCount(texts.getValueCount());
        return indices;
    }

    private ArrowDictionaryBatch dictionary(long id, Map<Text, Integer> values) {
        try (VarCharVector texts = new VarCharVector("values", allocator)) {
            texts.allocateNew();
            int row = 0;
            for (Text text : values.keySet()) {
                texts.setSafe(row, text);
                row++;
            }
            texts.setValueCount(row);
            VectorSchemaRoot root = VectorSchemaRoot.of(texts);
            return new ArrowDictionaryBatch(id, new VectorUnloader(root).getRecordBatch(), false);
        }
    }
}
