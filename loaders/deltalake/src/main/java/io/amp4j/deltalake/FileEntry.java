package io.amp4j.deltalake;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data file, and what is known of the batch ids of its rows.
 *
 * @param file the file
 * @param stream the stream that wrote it, by its tag; empty for one that another engine wrote or compacted
 * @param batches the batch ids of its rows, by its tag; empty without one
 */
record FileEntry(AddFile file, Optional<String> stream, Set<String> batches) {
    private static final String STREAM = "amp4j.stream";
    private static final String BATCHES = "amp4j.batches";

    static FileEntry of(AddFile file) {
        Map<String, String> tags =
                file.getTags().<Map<String, String>>map(VectorUtils::toJavaMap).orElse(Map.of());
        String batches = tags.get(BATCHES);
        if (batches == null || !tags.containsKey(STREAM)) {
            return new FileEntry(file, Optional.empty(), Set.of());
        }
        return new FileEntry(file, Optional.of(tags.get(STREAM)), Set.of(batches.split(",")));
    }

    static Map<String, String> tags(String stream, Set<String> batches) {
        return Map.of(STREAM, stream, BATCHES, String.join(",", batches));
    }

    String path() {
        return file.getPath();
    }

    boolean isForeign() {
        return stream.isEmpty();
    }

    /** The least and the greatest batch id, by the file's statistics, if it has them. */
    Optional<Bounds> bounds(String column) {
        StructType schema = new StructType().add(column, StringType.STRING);
        Optional<DataFileStatistics> statistics = file.getStats(schema);
        Column key = new Column(column);
        return statistics.flatMap(known -> {
            Literal min = known.getMinValues().get(key);
            Literal max = known.getMaxValues().get(key);
            return min == null || max == null
                    ? Optional.empty()
                    : Optional.of(new Bounds((String) min.getValue(), (String) max.getValue()));
        });
    }

    /**
     * Bounds of batch ids.
     *
     * @param min the least
     * @param max the greatest
     */
    record Bounds(String min, String max) {
        boolean mayHold(String id) {
            return id.compareTo(min) >= 0 && id.compareTo(max) <= 0;
        }
    }
}
