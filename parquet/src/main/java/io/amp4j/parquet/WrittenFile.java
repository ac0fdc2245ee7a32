package io.amp4j.parquet;

import java.util.List;

/**
 * A finished Parquet file.
 *
 * @param rowCount its rows
 * @param bytes its length
 * @param footerBytes the length of the footer, without the eight bytes behind it
 * @param rowGroupOffsets where each row group begins
 * @param columns one for each leaf, in the order of the file; constant columns last
 */
public record WrittenFile(
        long rowCount, long bytes, long footerBytes, List<Long> rowGroupOffsets, List<WrittenColumn> columns) {
    /** Copies the lists. */
    public WrittenFile {
        rowGroupOffsets = List.copyOf(rowGroupOffsets);
        columns = List.copyOf(columns);
    }
}
