package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which jobs to list.
 *
 * @param status what is sent to the server
 * @param pageSize how many a page has at most; the server's default where empty
 * @param after the page's beginning, from the page before; empty for the first
 */
public record JobFilter(String status, OptionalInt pageSize, OptionalLong after) {
    private static final int LARGEST_PAGE = 1000;

    /**
     * The jobs that have not ended.
     *
     * @return the filter
     */
    public static JobFilter active() {
        return new JobFilter("active", OptionalInt.empty(), OptionalLong.empty());
    }

    /**
     * Every job.
     *
     * @return the filter
     */
    public static JobFilter all() {
        return new JobFilter("all", OptionalInt.empty(), OptionalLong.empty());
    }

    /**
     * The jobs with one of some statuses.
     *
     * @param statuses at least one, as the server writes them, such as {@code running}
     * @return the filter
     */
    public static JobFilter withStatus(String... statuses) {
        return new JobFilter(String.join(",", statuses), OptionalInt.empty(), OptionalLong.empty());
    }

    /**
     * As this, with pages of another size.
     *
     * @param jobs 1 to 1000
     * @return the filter
     */
    public JobFilter pageSize(int jobs) {
        if (jobs < 1 || jobs > LARGEST_PAGE) {
            throw new AmpException(ClientError.BAD_OPTION, "a page has 1 to " + LARGEST_PAGE + " jobs");
        }
        return new JobFilter(status, OptionalInt.of(jobs), after);
    }

    /**
     * As this, for the page behind another one.
     *
     * @param cursor what {@link JobPage#next()} said
     * @return the filter
     */
    public JobFilter after(long cursor) {
        return new JobFilter(status, pageSize, OptionalLong.of(cursor));
    }
}
