package io.amp4j.client.admin;

import io.amp4j.client.dataset.Json;
import io.amp4j.client.internal.http.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a job is.
 *
 * @param jobId the job
 * @param status where it stands
 * @param tables its tables by name
 * @param detail what went wrong, for a job that failed, where the server says
 */
public record JobProgress(long jobId, JobStatus status, Map<String, TableProgress> tables, Optional<Json> detail) {
    static JobProgress of(Fields fields) {
        return new JobProgress(
                fields.number("job_id"),
                new JobStatus(fields.text("job_status")),
                fields.map("tables", TableProgress::of),
                fields.json("detail"));
    }

    /**
     * The block up to which every table is there.
     *
     * @return the block; empty while a table has no data
     */
    public OptionalLong block() {
        if (tables.values().stream().anyMatch(table -> table.currentBlock().isEmpty())) {
            return OptionalLong.empty();
        }
        return tables.values().stream()
                .mapToLong(table -> table.currentBlock().orElseThrow())
                .min();
    }
}
