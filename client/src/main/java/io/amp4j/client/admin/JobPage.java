package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some of the jobs.
 *
 * @param jobs the newest first, as the server has them
 * @param next where the next page begins; empty on the last one
 */
public record JobPage(List<JobInfo> jobs, OptionalLong next) {
    static JobPage of(Fields fields) {
        return new JobPage(fields.list("jobs", JobInfo::of), fields.optionalNumber("next_cursor"));
    }
}
