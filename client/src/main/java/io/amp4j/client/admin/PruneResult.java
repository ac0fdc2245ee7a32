package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.time.Duration;

/**
 * What pruning a revision did.
 *
 * @param files how many files are to be removed
 * @param delay when that will happen
 */
public record PruneResult(long files, Duration delay) {
    static PruneResult of(Fields fields) {
        return new PruneResult(fields.number("files_scheduled"), Duration.ofSeconds(fields.number("gc_delay_secs")));
    }
}
