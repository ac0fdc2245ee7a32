package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The columns of a file by their names, and what becomes of their text. */
final class LabelColumns {
    private final String file;
    private final LabelRows rows;

    LabelColumns(String file, LabelRows rows) {
        this.file = file;
        this.rows = rows;
        List<String> names = names();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new AmpException(LabelError.COLUMN, file + " has two columns named '" + name + "'");
            }
        }
    }

    private List<String> names() {
        return rows.root().getSchema().getFields().stream().map(Field::getName).toList();
    }

    List<String> allBut(String key) {
        return names().stream().filter(name -> !name.equals(key)).toList();
    }

    int count() {
        return rows.root().getRowCount();
    }

    /** Where a row stands, for messages. */
    String place(int row) {
        return file + ", " + rows.place().apply(row);
    }

    void require(String column) {
        if (!names().contains(column)) {
            throw new AmpException(
                    LabelError.COLUMN, file + " has no column '" + column + "'; it has " + String.join(", ", names()));
        }
    }

    /** A column in its type; it belongs to the caller, and is gone from here. */
    FieldVector take(String column, @Nullable LabelType type, BufferAllocator allocator) {
        require(column);
        FieldVector found = rows.root().getVector(column);
        if (found instanceof VarCharVector text) {
            LabelType meant = type != null ? type : usual(column);
            return new LabelText(text, row -> place(row) + ", column '" + column + "'").as(meant, allocator);
        }
        if (type != null) {
            throw new AmpException(
                    LabelError.COLUMN,
                    file + ": column '" + column + "' is no text, but "
                            + found.getField().getType() + "; leave its type as it is");
        }
        return moved(found, allocator);
    }

    static FieldVector moved(FieldVector vector, BufferAllocator allocator) {
        var transfer = vector.getTransferPair(allocator);
        transfer.transfer();
        return (FieldVector) transfer.getTo();
    }

    private static LabelType usual(String column) {
        return column.toLowerCase(Locale.ROOT).contains("address") ? LabelType.BINARY : LabelType.TEXT;
    }
}
