package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies lists and maps: of each picked row, the items. */
final class GatherLists extends Gather {
    private final Gather items;
    private final Picked picked = new Picked();
    private final boolean large;

    GatherLists(Field field, ArrowType type, BufferPool memory) {
        super(memory);
        this.items = Gather.of(field.getChildren().get(0), memory);
        this.large = type instanceof ArrowType.LargeList;
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        picked.clear();
        int width = large ? Long.BYTES : Integer.BYTES;
        try (Validity validity = validity(from, rows, to);
                ArrowBuf offsets = buffer(to, (rows.count() + 1L) * width)) {
            put(offsets, 0, 0);
            for (int i = 0; i < rows.count(); i++) {
                if (validity.has(i)) {
                    picked.addAll(offset(from, rows.row(i)), offset(from, rows.row(i) + 1));
                }
                put(offsets, i + 1, picked.count());
            }
            to.loadFieldBuffers(validity.node(), List.of(validity.bits(), offsets));
        }
        items.copy(
                from.getChildrenFromFields().get(0),
                picked,
                to.getChildrenFromFields().get(0));
    }

    private int offset(FieldVector from, int row) {
        ArrowBuf offsets = from.getOffsetBuffer();
        return large ? (int) offsets.getLong((long) row * Long.BYTES) : offsets.getInt((long) row * Integer.BYTES);
    }

    private void put(ArrowBuf offsets, int row, int value) {
        if (large) {
            offsets.setLong((long) row * Long.BYTES, value);
        } else {
            offsets.setInt((long) row * Integer.BYTES, value);
        }
    }
}
