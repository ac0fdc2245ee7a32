package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One JSON object for each row: a line for each, or all in one array. */
final class JsonWriter implements ResultWriter {
    private static final int FLUSH_AT = 1 << 16;

    private final OutputStream out;
    private final Frame frame;
    private final Text text = new Text();
    private byte[][] keys = {};
    private boolean first = true;
    private @Nullable VectorSchemaRoot known;
    private List<Column> columns = List.of();

    /** What stands around and between the objects. */
    enum Frame {
        LINES("", "", "\n", ""),
        ARRAY("[", ",\n ", "", "]\n");

        private final String open;
        private final String between;
        private final String after;
        private final String close;

        Frame(String open, String between, String after, String close) {
            this.open = open;
            this.between = between;
            this.after = after;
            this.close = close;
        }
    }

    JsonWriter(OutputStream out, Frame frame) {
        this.out = out;
        this.frame = frame;
    }

    @Override
    public void begin(Schema schema) throws IOException {
        keys = schema.getFields().stream()
                .map(field -> new Text().jsonString(field.getName()).put(':').toString())
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        text.text(frame.open);
        flush();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        if (root != known) {
            columns = Column.json(root);
            known = root;
        }
        for (int row = 0; row < rows; row++) {
            object(row);
            if (text.length() >= FLUSH_AT) {
                text.drainTo(out);
            }
        }
        flush();
    }

    private void object(int row) {
        separate();
        text.put('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                text.put(',');
            }
            text.raw(keys[i]);
            columns.get(i).cell().append(row, text);
        }
        text.put('}').text(frame.after);
    }

    @Override
    public boolean reorg(String network, long fromBlock) throws IOException {
        separate();
        text.text("{\"_amp_event\":\"reorg\",\"network\":").jsonString(network);
        text.text(",\"from_block\":").number(fromBlock).put('}').text(frame.after);
        flush();
        return true;
    }

    private void separate() {
        if (!first) {
            text.text(frame.between);
        }
        first = false;
    }

    @Override
    public void finish() throws IOException {
        text.text(frame.close);
        flush();
    }

    private void flush() throws IOException {
        text.drainTo(out);
        out.flush();
    }
}
