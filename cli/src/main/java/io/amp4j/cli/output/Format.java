package io.amp4j.cli.output;

import io.amp4j.cli.output.JsonWriter.Frame;
import java.io.OutputStream;

/** The formats that a result can be written in. */
public enum Format {
    /** Columns for people. */
    table,
    /** One array of objects. */
    json,
    /** One object a line. */
    jsonl,
    /** RFC 4180. */
    csv,
    /** An Arrow IPC stream. */
    arrow,
    /** A Parquet file. */
    parquet;

    /**
     * Whether a terminal can show it.
     *
     * @return false for binary formats
     */
    public boolean isText() {
        return this != arrow && this != parquet;
    }

    /**
     * A writer for one result.
     *
     * @param out where to; should be unbuffered or flushed by {@code flush()}
     * @param look how a table looks
     * @return the writer
     */
    public ResultWriter writer(OutputStream out, TableLook look) {
        return switch (this) {
            case table -> new TableWriter(out, look);
            case json -> new JsonWriter(out, Frame.ARRAY);
            case jsonl -> new JsonWriter(out, Frame.LINES);
            case csv -> new CsvWriter(out);
            case arrow -> new ArrowWriter(out);
            case parquet -> new ParquetResultWriter(out);
        };
    }
}
