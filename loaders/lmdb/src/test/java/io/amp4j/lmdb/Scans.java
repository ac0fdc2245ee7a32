package io.amp4j.lmdb;

import io.amp4j.loader.testkit.CanonicalRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** Tables read to their end. */
final class Scans {
    private Scans() {}

    static List<Map<String, @Nullable Object>> rows(LmdbReader reader, String name) {
        return rows(reader, name, KeyRange.all());
    }

    static List<Map<String, @Nullable Object>> rows(LmdbReader reader, String name, KeyRange range) {
        try (LmdbTable table = reader.table(name);
                ArrowReader scan = table.scan(range)) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (scan.loadNextBatch()) {
                rows.addAll(CanonicalRows.of(scan.getVectorSchemaRoot()));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
