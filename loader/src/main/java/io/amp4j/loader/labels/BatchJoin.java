package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Joins one batch after the other. Where all of its rows stay, a batch's vectors are given on as they are; otherwise the rows that stay are
 * copied. What it makes belongs to it and is valid until the next batch. Used by one thread.
 */
final class BatchJoin implements AutoCloseable {
    /** The columns of some batches of the usual size. */
    private static final long MOST_IDLE_BYTES = 32 << 20;

    private final BoundJoin join;
    private final List<FieldVector> labels;
    private final Keys keys;
    private final BufferPool memory = new BufferPool(MOST_IDLE_BYTES);
    private final List<Gather> gathers;
    private final int queryColumns;
    private final Picked kept = new Picked();
    private final Picked found = new Picked();
    private final List<FieldVector> made = new ArrayList<>();
    private long[] hashes = new long[0];
    private int[] rows = new int[0];

    BatchJoin(BoundJoin join) {
        this.join = join;
        this.labels = join.join().labels().columns();
        List<Field> fields = join.schema().getFields();
        this.keys = new Keys(join.form(), fields.get(join.column()).getType());
        this.queryColumns = fields.size() - labels.size();
        this.gathers = fields.stream().map(field -> Gather.of(field, memory)).toList();
        for (int i = queryColumns; i < fields.size(); i++) {
            gathers.get(i).alwaysOf(labels.get(i - queryColumns));
        }
    }

    Schema schema() {
        return join.schema();
    }

    /** The batch with its labels, in the memory of the batch's allocator. */
    VectorSchemaRoot join(VectorSchemaRoot batch) {
        int count = batch.getRowCount();
        FieldVector looked = batch.getVector(join.column());
        makeVectors(looked.getAllocator());
        boolean all = look(looked, count) == count || join.join().kind() == LabelJoin.Kind.LEFT;
        if (all) {
            pickAll(count);
        } else {
            pickLabelled(count);
        }
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < gathers.size(); i++) {
            if (i >= queryColumns) {
                gathers.get(i).copy(labels.get(i - queryColumns), found, made.get(i));
                vectors.add(made.get(i));
            } else if (all && count > 0) {
                vectors.add(batch.getVector(i));
            } else {
                gathers.get(i).copy(batch.getVector(i), kept, made.get(i));
                vectors.add(made.get(i));
            }
        }
        return new VectorSchemaRoot(join.schema(), vectors, found.count());
    }

    private void makeVectors(BufferAllocator allocator) {
        if (made.isEmpty()) {
            join.schema().getFields().forEach(field -> made.add(field.createVector(allocator)));
        }
        made.forEach(FieldVector::clear);
    }

    private int look(FieldVector column, int count) {
        if (rows.length < count) {
            rows = new int[count];
            hashes = new long[count];
        }
        if (count > 0) {
            keys.bind(column, count);
        }
        return join.index().find(keys, count, hashes, rows);
    }

    private void pickAll(int count) {
        kept.clear();
        found.set(rows, count);
    }

    private void pickLabelled(int count) {
        kept.setPlaces(rows, count);
        found.setPresent(rows, count);
    }

    @Override
    public void close() {
        keys.close();
        made.forEach(FieldVector::close);
        memory.close();
    }
}
