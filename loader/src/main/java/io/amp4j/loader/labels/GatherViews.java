package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import io.amp4j.loader.arrow.ByteSource;
import java.util.Objects;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Copies views, value by value into views of their own: those of a batch point into buffers that end with it. */
final class GatherViews extends Gather {
    private final ByteSource source;
    private byte[] value = new byte[64];

    GatherViews(ArrowType type, BufferPool memory) {
        super(memory);
        this.source = Objects.requireNonNull(ByteSource.of(type));
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        BaseVariableWidthViewVector target = (BaseVariableWidthViewVector) to;
        target.setInitialCapacity(rows.count());
        target.allocateNew();
        if (rows.count() > 0) {
            source.bind(from);
        }
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            if (row >= 0 && !from.isNull(row)) {
                source.locate(row);
                set(target, i, (int) source.length());
            }
        }
        target.setValueCount(rows.count());
    }

    private void set(BaseVariableWidthViewVector target, int index, int length) {
        if (value.length < length) {
            value = new byte[length];
        }
        source.buffer().getBytes(source.start(), value, 0, length);
        target.setSafe(index, value, 0, length);
    }
}
