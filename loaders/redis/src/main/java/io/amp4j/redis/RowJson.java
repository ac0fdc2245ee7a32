package io.amp4j.redis;

import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.redis.internal.resp.RespBuffer;
import io.amp4j.redis.internal.text.BinaryForm;
import io.amp4j.redis.internal.text.JsonText;
import io.amp4j.redis.internal.text.TextColumn;
import io.amp4j.redis.internal.text.TextColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A row as a JSON object of its columns; the batch's id stands last, where scripts look for it. Used by one thread. */
final class RowJson {
    private final List<TextColumn> columns = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private byte[] end = {'}'};

    RowJson(Schema schema) {
        for (Field field : schema.getFields()) {
            columns.add(TextColumns.of(field, BinaryForm.HEX));
            names.add(JsonText.member(field.getName()));
        }
    }

    void bind(VectorSchemaRoot rows) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).bind(rows.getVector(i));
        }
    }

    /** What stands behind the columns: the ranges and the batch's id, as far as they are given. */
    void mark(@Nullable String batchId, @Nullable String ranges) {
        RespBuffer text = new RespBuffer(128);
        append(text, MarkerColumns.BLOCK_RANGES, ranges);
        append(text, MarkerColumns.BATCH_ID, batchId);
        text.put('}');
        end = text.copy(0, text.size());
    }

    private void append(RespBuffer text, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (!columns.isEmpty() || text.size() > 0) {
            text.put(',');
        }
        text.put(JsonText.member(name));
        text.put(JsonText.quoted(value));
    }

    void write(RespBuffer out, int row) {
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
