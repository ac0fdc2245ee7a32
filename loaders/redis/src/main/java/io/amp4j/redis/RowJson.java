package io.amp4j.redis;

import io.amp4j.loader.arrow.JsonText;
import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.loader.spi.MarkerColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A row as a JSON object of its columns; the batch's id stands last, where scripts look for it. Used by one thread. */
final class RowJson {
    private final JsonText text = new JsonText(BinaryForm.HEX.rules());
    private final List<TextColumn> columns = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private byte[] end = {'}'};

    RowJson(Schema schema) {
        for (Field field : schema.getFields()) {
            columns.add(TextColumns.of(field, BinaryForm.HEX.rules()));
            names.add(text.member(field.getName()));
        }
    }

    void bind(VectorSchemaRoot rows) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).bind(rows.getVector(i));
        }
    }

    /** What stands behind the columns: the ranges and the batch's id, as far as they are given. */
    void mark(@Nullable String batchId, @Nullable String ranges) {
        TextBuffer members = new TextBuffer(128);
        append(members, MarkerColumns.BLOCK_RANGES, ranges);
        append(members, MarkerColumns.BATCH_ID, batchId);
        members.put('}');
        end = members.copy(0, members.size());
    }

    private void append(TextBuffer members, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (!columns.isEmpty() || members.size() > 0) {
            members.put(',');
        }
        members.put(text.member(name));
        members.put(text.quoted(value));
    }

    void write(TextBuffer out, int row) {
        out.put('{');
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.put(names.get(i));
            columns.get(i).json(out, row);
        }
        out.put(end);
    }
}
