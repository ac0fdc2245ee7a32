package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Keys made of columns, and of what stands between them. */
final class ColumnKeys implements KeyWriter {
    /** What a key is made of, in order: a column, or bytes that are always the same. */
    private record Piece(@Nullable KeyColumn column, KeySpec.Part.@Nullable Literal literal) {}

    private final KeySpec spec;
    private final List<Piece> pieces;
    private final int longest;
    private final Room room;
    private int[] lengths = new int[0];
    private long[] starts = new long[0];

    private ColumnKeys(KeySpec spec, List<Piece> pieces, int longest, BufferAllocator allocator) {
        this.spec = spec;
        this.pieces = pieces;
        this.longest = longest;
        this.room = new Room(allocator);
    }

    /**
     * Chooses the encoders of a key's first columns.
     *
     * @param spec the key
     * @param schema where its columns are
     * @param columns how many of its columns; what stands before the next one belongs to them
     * @param longest the most bytes that a key may have
     * @throws AmpException if a column is missing, or its type cannot be part of a key
     */
    static ColumnKeys of(KeySpec spec, Schema schema, int columns, int longest, BufferAllocator allocator) {
        List<KeySpec.Part> parts = spec.parts();
        List<Piece> pieces = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof KeySpec.Part.Literal literal) {
                pieces.add(new Piece(null, literal));
            } else if (parts.get(i) instanceof KeySpec.Part.Column column) {
                if (taken == columns) {
                    break;
                }
                pieces.add(new Piece(column(spec, schema, column.name(), i == parts.size() - 1), null));
                taken++;
            }
        }
        return new ColumnKeys(spec, pieces, longest, allocator);
    }

    private static KeyColumn column(KeySpec spec, Schema schema, String name, boolean last) {
        Field field = schema.getFields().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AmpException(
                        LoadError.CONFIG_INVALID,
                        "the key " + spec + " needs column '" + name + "', which is not among those of the result: "
                                + String.join(
                                        ", ",
                                        schema.getFields().stream()
                                                .map(Field::getName)
                                                .toList())));
        KeyColumn column =
                spec.encoding() == KeyEncoding.TEXT ? TextKeyColumns.of(field) : OrderedKeyColumns.of(field, last);
        if (column == null) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + name + "' of type " + field.getType()
                            + " cannot be part of a key. Integers, bytes and text can, and with key-encoding=ordered also times and"
                            + " decimals: choose other columns, or cast it in the query");
        }
        return column;
    }

    @Override
    public void encode(VectorSchemaRoot rows, int from, int to, BatchId id, @Nullable BlockRange range) {
        for (Piece piece : pieces) {
            if (piece.column() != null) {
                piece.column().bind(rows.getVector(piece.column().name()));
            }
        }
        int count = to - from;
        if (lengths.length < count) {
            lengths = new int[count];
            starts = new long[count];
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            lengths[i] = length(from + i);
            total += lengths[i];
        }
        long at = room.require(total);
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            at = write(from + i, at);
        }
    }

    private int length(int row) {
        int length = 0;
        for (Piece piece : pieces) {
            length += piece.literal() != null ? piece.literal().bytes().length : length(piece.column(), row);
        }
        if (length == 0 || length > longest) {
            throw new AmpException(
                    LoadError.VALUE_REFUSED,
                    "a row's key " + spec + " has " + length + " bytes; in LMDB it has at least 1 and at most "
                            + longest + ". Choose other columns (setting 'key')");
        }
        return length;
    }

    private int length(@Nullable KeyColumn column, int row) {
        if (column == null || column.isNull(row)) {
            String name = column == null ? "" : column.name();
            throw new AmpException(
                    LoadError.VALUE_REFUSED,
                    "column '" + name + "' is part of the key " + spec
                            + " and is null in a row. Leave such rows out in the query, or choose another key");
        }
        int size = column.size(row);
        return size > longest ? longest + 1 : size;
    }

    private long write(int row, long to) {
        long at = to;
        for (Piece piece : pieces) {
            at = piece.literal() != null
                    ? Bytes.put(piece.literal().bytes(), at)
                    : piece.column().write(row, at);
        }
        return at;
    }

    @Override
    public void locate(int index, Slice slice) {
        slice.set(starts[index], lengths[index]);
    }

    @Override
    public void close() {
        room.close();
    }
}
