package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Labels in memory, off the heap, found by a unique key. Immutable and thread-safe: any number of queries may be joined with them at a time.
 *
 * <p>Whoever read them closes them, once no joined query is to be started any more; streams that still run keep the memory until they are closed.
 */
public final class Labels implements AutoCloseable {
    private final String file;
    private final BufferAllocator allocator;
    private final FieldVector key;
    private final List<FieldVector> columns;
    private final int count;
    private final IntFunction<String> place;
    private final Map<KeyForm, KeyIndex> indexes = new EnumMap<>(KeyForm.class);
    private int users = 1;
    private boolean closed;

    private Labels(
            String file,
            BufferAllocator allocator,
            FieldVector key,
            List<FieldVector> columns,
            int count,
            IntFunction<String> place) {
        this.file = file;
        this.allocator = allocator;
        this.key = key;
        this.columns = List.copyOf(columns);
        this.count = count;
        this.place = place;
    }

    /** Labels of a file's columns, with an allocator that becomes theirs. */
    static Labels of(
            String file,
            LabelColumns from,
            String key,
            List<String> names,
            Map<String, LabelType> types,
            BufferAllocator allocator) {
        List<FieldVector> taken = new ArrayList<>();
        try {
            names.forEach(name -> taken.add(from.take(name, types.get(name), allocator)));
            from.require(key);
            FieldVector keys = from.take(key, types.get(key), allocator);
            taken.add(0, keys);
            Labels labels =
                    new Labels(file, allocator, keys, taken.subList(1, taken.size()), from.count(), from::place);
            labels.checkKey();
            return labels;
        } catch (RuntimeException e) {
            taken.forEach(FieldVector::close);
            throw e;
        }
    }

    private void checkKey() {
        KeyForm form = KeyForm.ofLabels(keyField().getType());
        if (form == null) {
            throw new AmpException(
                    LabelError.KEY_TYPE,
                    file + ": '" + key.getName() + "' cannot be a key, since its type is "
                            + keyField().getType() + "; text, binary and integers can");
        }
        index(form);
    }

    /**
     * Begins to describe a join.
     *
     * @param queryColumn the query's column whose values are looked up among the labels' keys
     * @return an inner join, which may be made a left one
     */
    public LabelJoin on(String queryColumn) {
        return new LabelJoin(this, queryColumn, LabelJoin.Kind.INNER, "");
    }

    /**
     * How many labels there are.
     *
     * @return their number
     */
    public int count() {
        return count;
    }

    String file() {
        return file;
    }

    Field keyField() {
        return key.getField();
    }

    List<FieldVector> columns() {
        return columns;
    }

    /** The labels' keys in a form, indexed at the first call; for whoever uses the labels. */
    synchronized KeyIndex index(KeyForm form) {
        return indexes.computeIfAbsent(form, this::newIndex);
    }

    private KeyIndex newIndex(KeyForm form) {
        ArrowType type = keyField().getType();
        try (Keys keys = new Keys(form, type)) {
            keys.bind(key, count);
            return KeyIndex.of(keys, count, allocator, new Complaints(form));
        }
    }

    /** Keeps the memory until {@link #release()}. */
    synchronized void use() {
        if (closed) {
            throw new AmpException(
                    LabelError.CLOSED,
                    "the labels of " + file + " are closed; close them after the last query is started");
        }
        users++;
    }

    synchronized void release() {
        users--;
        if (users == 0) {
            indexes.values().forEach(KeyIndex::close);
            key.close();
            columns.forEach(FieldVector::close);
            allocator.close();
        }
    }

    /** Frees the memory, now or when the last stream that uses it is closed. May be called again. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    private final class Complaints implements KeyIndex.Complaints {
        private final KeyForm form;

        Complaints(KeyForm form) {
            this.form = form;
        }

        @Override
        public AmpException noKey(int row) {
            String where = place.apply(row) + ", column '" + key.getName() + "': ";
            if (key.isNull(row)) {
                return new AmpException(LabelError.KEY, where + "a label needs a key, and here is none");
            }
            return new AmpException(
                    LabelError.VALUE,
                    where + "'" + Objects.toString(key.getObject(row)) + "' "
                            + (form == KeyForm.HEX
                                    ? "is no hex, and the query's column is binary"
                                    : "is beyond 64 bits with a sign"));
        }

        @Override
        public AmpException duplicate(int row, int earlier) {
            return new AmpException(
                    LabelError.KEY,
                    place.apply(row) + ", column '" + key.getName() + "': " + place.apply(earlier)
                            + " has the same key; each label needs one of its own");
        }
    }

    @Override
    public String toString() {
        return "Labels[" + count + " of " + file + " by " + key.getName() + "]";
    }
}
