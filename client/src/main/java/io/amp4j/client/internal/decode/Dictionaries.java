package io.amp4j.client.internal.decode;

import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The dictionaries of a stream. Encoded columns are turned back into plain ones, so that no consumer needs to know of dictionaries; this is
 * the one place where values are copied.
 */
final class Dictionaries implements AutoCloseable {
    private final BufferAllocator allocator;
    private final long maxBytes;
    private final Map<Long, Field> fields = new HashMap<>();
    private final Map<Long, FieldVector> vectors = new HashMap<>();

    Dictionaries(BufferAllocator allocator, long maxBytes) {
        this.allocator = allocator;
        this.maxBytes = maxBytes;
    }

    /** Forgets what was known, and learns which dictionaries a schema uses. */
    void begin(Schema wire) {
        close();
        fields.clear();
        wire.getFields().forEach(this::learn);
    }

    private void learn(Field field) {
        if (field.getDictionary() != null) {
            // The entries themselves are not encoded by the dictionary that they make up.
            FieldType type = new FieldType(true, field.getType(), null, field.getMetadata());
            Field values = new Field(field.getName(), type, field.getChildren());
            Field known = fields.putIfAbsent(field.getDictionary().getId(), values);
            if (known != null && !sameType(known, values)) {
                throw SchemaReader.bad("two columns of different types share a dictionary", null);
            }
        }
        field.getChildren().forEach(this::learn);
    }

    private static boolean sameType(Field a, Field b) {
        return a.getType().equals(b.getType()) && a.getChildren().equals(b.getChildren());
    }

    /** Takes a dictionary in, in place of an older one or behind its end. */
    void read(DictionaryBatch batch, @Nullable ArrowBuf body, VectorReader reader) {
        Field field = fields.get(batch.id());
        RecordBatch data = batch.data();
        if (field == null || data == null) {
            throw BufferSource.corrupt("a dictionary belongs to no column, or is empty", null);
        }
        FieldVector vector = SchemaReader.plain(field).createVector(allocator);
        try (BufferSource source = new BufferSource(data, body, allocator, maxBytes)) {
            ArrowFieldNode node = reader.read(field, vector, source);
            source.requireEnd();
            vector.setValueCount(node.getLength());
        } catch (RuntimeException e) {
            vector.close();
            throw e;
        }
        FieldVector before = vectors.remove(batch.id());
        vectors.put(batch.id(), batch.isDelta() && before != null ? joined(before, vector) : vector);
        if (before != null && !batch.isDelta()) {
            before.close();
        }
    }

    private FieldVector joined(FieldVector before, FieldVector more) {
        try (before;
                more) {
            FieldVector all = before.getField().createVector(allocator);
            try {
                long bytes = (long) before.getBufferSize() + more.getBufferSize();
                if (bytes > maxBytes) {
                    throw BufferSource.corrupt("a dictionary grows beyond " + maxBytes + " bytes", null);
                }
                int count = Math.addExact(before.getValueCount(), more.getValueCount());
                all.setInitialCapacity(count);
                all.allocateNew();
                append(before, all, 0);
                append(more, all, before.getValueCount());
                all.setValueCount(count);
                return all;
            } catch (RuntimeException e) {
                all.close();
                throw e;
            }
        }
    }

    private static void append(FieldVector from, FieldVector to, int at) {
        if (to instanceof NullVector) {
            return;
        }
        for (int i = 0; i < from.getValueCount(); i++) {
            to.copyFromSafe(i, at + i, from);
        }
    }

    /** Reads a column's indices from the batch, and writes the values that they stand for. */
    ArrowFieldNode decode(DictionaryEncoding encoding, FieldVector target, BufferSource source, VectorReader reader) {
        Field indexField = new Field("indices", FieldType.nullable(encoding.getIndexType()), null);
        try (FieldVector indices = indexField.createVector(allocator)) {
            ArrowFieldNode node = reader.read(indexField, indices, source);
            FieldVector values = vectors.get(encoding.getId());
            if (values == null && node.getNullCount() < node.getLength()) {
                throw BufferSource.corrupt("a column's dictionary has not been sent", null);
            }
            target.setInitialCapacity(node.getLength());
            target.allocateNew();
            if (!(target instanceof NullVector)) {
                copy((BaseIntVector) indices, node.getLength(), values, target, source);
            }
            target.setValueCount(node.getLength());
            return node;
        }
    }

    private static void copy(
            BaseIntVector indices, int count, @Nullable FieldVector values, FieldVector target, BufferSource source) {
        ValueSizes sizes = ValueSizes.of(values);
        int entries = values == null ? 0 : values.getValueCount();
        for (int i = 0; i < count; i++) {
            if (indices.isNull(i)) {
                target.setNull(i);
                continue;
            }
            // Read as signed: an unsigned index that large is beyond any dictionary, and negative here.
            long index = indices.getValueAsLong(i);
            if (values == null || index < 0 || index >= entries) {
                throw BufferSource.corrupt("a column points outside of its dictionary", null);
            }
            source.spend(sizes.of((int) index));
            target.copyFromSafe((int) index, i, values);
        }
    }

    @Override
    public void close() {
        vectors.values().forEach(FieldVector::close);
        vectors.clear();
    }
}
