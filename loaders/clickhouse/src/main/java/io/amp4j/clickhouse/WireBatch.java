package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.MarkerColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Turns a batch of the result into the one that is sent: mostly the same vectors, and those that mark the rows. Not thread-safe. */
final class WireBatch {
    private final List<ColumnPlan> plans;
    private final boolean withRanges;
    private final Schema schema;

    WireBatch(List<ColumnPlan> plans, boolean withRanges) {
        this.plans = plans;
        this.withRanges = withRanges;
        this.schema = new Schema(fields());
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (ColumnPlan plan : plans) {
            if (plan.conversion() != ColumnPlan.Conversion.ABSENT) {
                fields.add(plan.wire());
            }
            if (plan.needsNullFlag()) {
                fields.add(Field.notNullable(ColumnPlan.nullFlag(plan.name()), ArrowType.Bool.INSTANCE));
            }
        }
        fields.add(Field.notNullable(MarkerColumns.BATCH_ID, new ArrowType.FixedSizeBinary(16)));
        if (withRanges) {
            fields.add(Field.notNullable(MarkerColumns.BLOCK_RANGES, ArrowType.Utf8.INSTANCE));
        }
        return fields;
    }

    Schema schema() {
        return schema;
    }

    /** The batch to send. It shares the memory of {@code rows}, and the caller closes it. */
    Sent of(VectorSchemaRoot rows, BatchId id, @Nullable String ranges, BufferAllocator allocator) {
        List<FieldVector> sent = new ArrayList<>();
        List<FieldVector> owned = new ArrayList<>();
        int count = rows.getRowCount();
        try {
            for (int i = 0; i < plans.size(); i++) {
                add(plans.get(i), rows.getVector(i), count, sent, owned, allocator);
            }
            mark(id.value().getBytes(StandardCharsets.US_ASCII), ranges, count, sent, owned, allocator);
        } catch (RuntimeException e) {
            owned.forEach(FieldVector::close);
            throw e;
        }
        return new Sent(new VectorSchemaRoot(schema, sent, count), owned);
    }

    /** A batch to send, and the vectors in it that are not the caller's. */
    record Sent(VectorSchemaRoot root, List<FieldVector> owned) implements AutoCloseable {
        @Override
        public void close() {
            owned.forEach(FieldVector::close);
        }
    }

    private static void add(
            ColumnPlan plan,
            FieldVector vector,
            int count,
            List<FieldVector> sent,
            List<FieldVector> owned,
            BufferAllocator allocator) {
        switch (plan.conversion()) {
            case AS_IT_IS -> {
                refuseInnerNulls(plan, vector);
                sent.add(vector);
            }
            case RELABEL -> own(relabelled(plan, vector), sent, owned);
            case COPY -> own(copied(plan, vector, count, allocator), sent, owned);
            case ABSENT -> {
                return;
            }
        }
        if (plan.needsNullFlag()) {
            own(nullFlags(plan, vector, count, allocator), sent, owned);
        }
    }

    private static void own(FieldVector vector, List<FieldVector> sent, List<FieldVector> owned) {
        owned.add(vector);
        sent.add(vector);
    }

    /** ClickHouse would read a list, tuple or map that is null inside another as an empty one. */
    private static void refuseInnerNulls(ColumnPlan plan, FieldVector vector) {
        for (FieldVector child : vector.getChildrenFromFields()) {
            boolean complex = child.getField().getType().isComplex();
            boolean entries = vector.getField().getType() instanceof ArrowType.Map;
            if (complex && !entries && hasVisibleNulls(vector, child)) {
                throw new AmpException(
                        LoadError.VALUE_REFUSED,
                        "column '" + plan.name() + "' has a null "
                                + child.getField().getType()
                                + " inside another value, which ClickHouse cannot hold. Flatten it in the query");
            }
            refuseInnerNulls(plan, child);
        }
    }

    /** Nulls of a struct's child count only where the struct itself is there. */
    private static boolean hasVisibleNulls(FieldVector parent, FieldVector child) {
        if (child.getNullCount() == 0) {
            return false;
        }
        if (parent instanceof StructVector) {
            for (int i = 0; i < parent.getValueCount(); i++) {
                if (!parent.isNull(i) && child.isNull(i)) {
                    return true;
                }
            }
            return false;
        }
        return parent instanceof ListVector || child.getNullCount() > 0;
    }

    /** In the vector's own allocator, since memory is shared only within one. */
    private static FieldVector relabelled(ColumnPlan plan, FieldVector vector) {
        FieldVector target = plan.wire().createVector(vector.getAllocator());
        List<ArrowBuf> buffers = vector.getFieldBuffers();
        target.loadFieldBuffers(new ArrowFieldNode(vector.getValueCount(), vector.getNullCount()), buffers);
        return target;
    }

    /** The slow way, value by value: for types that are rare in results. */
    private static FieldVector copied(ColumnPlan plan, FieldVector vector, int count, BufferAllocator allocator) {
        FieldVector target = plan.wire().createVector(allocator);
        for (int i = 0; i < count; i++) {
            if (vector.isNull(i)) {
                continue;
            }
            if (target instanceof VarBinaryVector binary) {
                binary.setSafe(i, (byte[]) vector.getObject(i));
            } else {
                ((VarCharVector) target).setSafe(i, text(vector, i).getBytes(StandardCharsets.UTF_8));
            }
        }
        target.setValueCount(count);
        return target;
    }

    private static String text(FieldVector vector, int index) {
        return vector.getField().getType() instanceof ArrowType.Interval
                ? IntervalText.of(vector, index)
                : String.valueOf(vector.getObject(index));
    }

    private static FieldVector nullFlags(ColumnPlan plan, FieldVector vector, int count, BufferAllocator allocator) {
        BitVector flags =
                new BitVector(Field.notNullable(ColumnPlan.nullFlag(plan.name()), ArrowType.Bool.INSTANCE), allocator);
        flags.allocateNew(count);
        for (int i = 0; i < count; i++) {
            flags.set(i, vector.isNull(i) ? 1 : 0);
        }
        flags.setValueCount(count);
        return flags;
    }

    private void mark(
            byte[] id,
            @Nullable String ranges,
            int count,
            List<FieldVector> sent,
            List<FieldVector> owned,
            BufferAllocator allocator) {
        FixedSizeBinaryVector ids = new FixedSizeBinaryVector(
                Field.notNullable(MarkerColumns.BATCH_ID, new ArrowType.FixedSizeBinary(16)), allocator);
        own(ids, sent, owned);
        ids.allocateNew(count);
        for (int i = 0; i < count; i++) {
            ids.set(i, id);
        }
        ids.setValueCount(count);
        if (withRanges) {
            VarCharVector texts = new VarCharVector(
                    Field.notNullable(MarkerColumns.BLOCK_RANGES, ArrowType.Utf8.INSTANCE), allocator);
            own(texts, sent, owned);
            byte[] text = (ranges == null ? "[]" : ranges).getBytes(StandardCharsets.UTF_8);
            texts.allocateNew((long) text.length * count, count);
            for (int i = 0; i < count; i++) {
                texts.set(i, text);
            }
            texts.setValueCount(count);
        }
    }
}
