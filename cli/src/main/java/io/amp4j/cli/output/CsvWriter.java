package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** RFC 4180: a header line, lines that end in CRLF, quotes where needed; null is nothing, the empty string is {@code ""}. */
final class CsvWriter implements ResultWriter {
    private static final int FLUSH_AT = 1 << 16;

    private final OutputStream out;
    private final Text text = new Text();
    private @Nullable VectorSchemaRoot known;
    private List<Column> columns = List.of();

    CsvWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(Schema schema) throws IOException {
        for (int i = 0; i < schema.getFields().size(); i++) {
            if (i > 0) {
                text.put(',');
            }
            int start = text.length();
            text.text(schema.getFields().get(i).getName()).quoteCsv(start);
        }
        text.text("\r\n");
        flush();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        if (root != known) {
            columns = Column.plain(root);
            known = root;
        }
        for (int row = 0; row < rows; row++) {
            line(row);
            if (text.length() >= FLUSH_AT) {
                text.drainTo(out);
            }
        }
        flush();
    }

    private void line(int row) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                text.put(',');
            }
            value(columns.get(i), row);
        }
        text.text("\r\n");
    }

    private void value(Column column, int row) {
        if (column.isNull(row)) {
            return;
        }
        int start = text.length();
        column.cell().append(row, text);
        if (column.shape().needsCsvQuotes()) {
            text.quoteCsv(start);
        }
    }

    @Override
    public boolean reorg(String network, long fromBlock) {
        return false;
    }

    @Override
    public void finish() throws IOException {
        flush();
    }

    private void flush() throws IOException {
        text.drainTo(out);
        out.flush();
    }
}
