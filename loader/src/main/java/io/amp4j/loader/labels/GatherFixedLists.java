package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies lists of one length. A null has items, too. */
final class GatherFixedLists extends Gather {
    private final Gather items;
    private final int size;
    private final Picked picked = new Picked();

    GatherFixedLists(Field field, int size, BufferPool memory) {
        super(memory);
        this.items = Gather.of(field.getChildren().get(0), memory);
        this.size = size;
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        picked.clear();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            if (row < 0) {
                picked.addNothing(size);
            } else {
                picked.addAll(row * size, row * size + size);
            }
        }
        try (Validity validity = validity(from, rows, to)) {
            to.loadFieldBuffers(validity.node(), List.of(validity.bits()));
        }
        items.copy(
                from.getChildrenFromFields().get(0),
                picked,
                to.getChildrenFromFields().get(0));
    }
}
