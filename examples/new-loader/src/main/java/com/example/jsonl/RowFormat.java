package com.example.jsonl;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.MarkerColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The rows of a request as JSON: one object a line, with the columns that mark the row. */
final class RowFormat {
    private final List<JsonValues.Writer> writers = new ArrayList<>();
    private final boolean withRanges;

    /** Refuses columns that cannot be kept. */
    RowFormat(LoadRequest request) {
        Set<String> names = new HashSet<>(List.of(MarkerColumns.BATCH_ID, MarkerColumns.BLOCK_RANGES));
        for (Field column : request.schema().getFields()) {
            if (!names.add(column.getName())) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH,
                        "column '" + column.getName() + "' is there twice: rename it in the query");
            }
            writers.add(JsonValues.of(column));
        }
        this.withRanges = request.metadata() == MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
    }

    void write(VectorSchemaRoot rows, BatchId batch, @Nullable BlockRange range, JsonGenerator json)
            throws IOException {
        String ranges = withRanges && range != null ? MarkerColumns.blockRanges(range) : null;
        for (int row = 0; row < rows.getRowCount(); row++) {
            json.writeStartObject();
            for (int column = 0; column < writers.size(); column++) {
                write(column, rows.getVector(column), row, json);
            }
            json.writeStringField(MarkerColumns.BATCH_ID, batch.value());
            if (ranges != null) {
                json.writeStringField(MarkerColumns.BLOCK_RANGES, ranges);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void write(int column, FieldVector vector, int row, JsonGenerator json) throws IOException {
        json.writeFieldName(vector.getName());
        if (vector.isNull(row)) {
            json.writeNull();
        } else {
            writers.get(column).write(vector, row, json);
        }
    }
}
