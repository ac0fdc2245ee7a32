package io.amp4j.devnet;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Results as text, to be compared. */
final class Rows {
    private Rows() {}

    static void add(VectorSchemaRoot root, List<List<String>> rows) {
        for (int row = 0; row < root.getRowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                values.add(text(vector.getObject(row)));
            }
            rows.add(values);
        }
    }

    static String text(Object value) {
        return value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    /** What devnet says is true. */
    static List<List<String>> canonical(Devnet devnet, String sql) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = devnet.canonical(sql, allocator)) {
            while (reader.loadNextBatch()) {
                add(reader.getVectorSchemaRoot(), rows);
            }
        }
        return rows;
    }

    static Schema schema(Devnet devnet, String sql) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = devnet.canonical(sql, allocator)) {
            return reader.getVectorSchemaRoot().getSchema();
        }
    }

    /** The rest of a stream that ends. */
    static List<List<String>> of(BatchStream stream) {
        List<List<String>> rows = new ArrayList<>();
        for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
            add(batch.root(), rows);
        }
        return rows;
    }
}
