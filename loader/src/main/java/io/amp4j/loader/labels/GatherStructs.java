package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies structs, field by field. */
final class GatherStructs extends Gather {
    private final List<Gather> fields;

    GatherStructs(Field field, BufferPool memory) {
        super(memory);
        this.fields = field.getChildren().stream()
                .map(child -> Gather.of(child, memory))
                .toList();
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        try (Validity validity = validity(from, rows, to)) {
            to.loadFieldBuffers(validity.node(), List.of(validity.bits()));
        }
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i)
                    .copy(
                            from.getChildrenFromFields().get(i),
                            rows,
                            to.getChildrenFromFields().get(i));
        }
    }
}
