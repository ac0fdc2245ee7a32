package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.util.OptionalLong;

/**
 * How far a job is with one table.
 *
 * @param startBlock the first block that is there; empty before the first data
 * @param currentBlock the last block that is there; empty before the first data
 * @param files how many files were written
 * @param bytes how large they are together
 */
public record TableProgress(OptionalLong startBlock, OptionalLong currentBlock, long files, long bytes) {
    static TableProgress of(Fields fields) {
        return new TableProgress(
                fields.optionalNumber("start_block"),
                fields.optionalNumber("current_block"),
                fields.number("files_count"),
                fields.number("total_size_bytes"));
    }
}
