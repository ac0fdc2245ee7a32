package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of rows: the batch id (8 bytes, big-endian), the number of the schema, a bit for each column that is there, then these columns.
 * Column by column into one piece of memory, from which LMDB takes each row. Used by one thread.
 */
final class RowWriter implements AutoCloseable {
    private final int schema;
    private final List<ValueCodec> codecs = new ArrayList<>();
    private final boolean withRanges;
    private final int bitmap;
    private final int header;
    private final Room room;
    private int[] lengths = new int[0];
    private long[] starts = new long[0];
    private long[] ends = new long[0];

    /**
     * Chooses the codecs.
     *
     * @param schema the number of the schema in the environment
     * @param fields the columns of each batch
     * @param withRanges whether a text that is the same for all rows of a batch follows them
     */
    RowWriter(int schema, List<Field> fields, boolean withRanges, BufferAllocator allocator) {
        this.schema = schema;
        fields.forEach(field -> codecs.add(ValueCodecs.of(field)));
        this.withRanges = withRanges;
        this.bitmap = Bytes.bitmapSize(codecs.size() + (withRanges ? 1 : 0));
        this.header = Long.BYTES + Bytes.varintSize(schema) + bitmap;
        this.room = new Room(allocator);
    }

    void encode(VectorSchemaRoot rows, int from, int to, BatchId id, @Nullable String ranges) {
        for (int i = 0; i < codecs.size(); i++) {
            codecs.get(i).bind(rows.getVector(i));
        }
        byte[] text = ranges == null ? null : ranges.getBytes(StandardCharsets.UTF_8);
        int count = to - from;
        measure(from, count, text);
        begin(count, BatchIds.toLong(id));
        for (int i = 0; i < codecs.size(); i++) {
            writeColumn(i, from, count);
        }
        if (withRanges && text != null) {
            writeRanges(count, text);
        }
    }

    private void measure(int from, int count, byte @Nullable [] ranges) {
        if (lengths.length < count) {
            lengths = new int[count];
            starts = new long[count];
            ends = new long[count];
        }
        int fixed = header + (ranges == null ? 0 : Bytes.varintSize(ranges.length) + ranges.length);
        for (int i = 0; i < count; i++) {
            lengths[i] = fixed;
        }
        try {
            for (ValueCodec codec : codecs) {
                for (int i = 0; i < count; i++) {
                    if (codec.present(from + i)) {
                        lengths[i] = Math.addExact(lengths[i], codec.size(from + i));
                    }
                }
            }
        } catch (ArithmeticException e) {
            throw new AmpException(LoadError.VALUE_REFUSED, "a row has more than two gigabytes", e);
        }
    }

    private void begin(int count, long id) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += lengths[i];
        }
        long at = room.require(total);
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            long bits = Bytes.putVarint(Bytes.putBigEndianLong(at, id), schema);
            Bytes.zero(bits, bitmap);
            ends[i] = bits + bitmap;
            at += lengths[i];
        }
    }

    private void writeColumn(int column, int from, int count) {
        ValueCodec codec = codecs.get(column);
        for (int i = 0; i < count; i++) {
            if (codec.present(from + i)) {
                Bytes.setBit(starts[i] + header - bitmap, column);
                ends[i] = codec.write(from + i, ends[i]);
            }
        }
    }

    private void writeRanges(int count, byte[] ranges) {
        for (int i = 0; i < count; i++) {
            Bytes.setBit(starts[i] + header - bitmap, codecs.size());
            ends[i] = Bytes.put(ranges, Bytes.putVarint(ends[i], ranges.length));
        }
    }

    /** Points a slice at the value of the i-th of the rows that were encoded last. */
    void locate(int index, Slice slice) {
        slice.set(starts[index], lengths[index]);
    }

    @Override
    public void close() {
        room.close();
    }
}
