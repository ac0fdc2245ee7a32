package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.time.Duration;

/** Statements of ours that may still run on the server, found by their names. */
final class RunningStatements {
    /** Each {@code KILL} waits by itself; a statement that outlives several will not go soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClickHouseHttp http;
    private final String condition;

    private RunningStatements(ClickHouseHttp http, String condition) {
        this.http = http;
        this.condition = condition;
    }

    /** What other jobs of a stream run. */
    static RunningStatements ofOtherJobs(ClickHouseHttp http, String streamId, Claim own) {
        String prefix = Claim.queryIdPrefix(streamId);
        return new RunningStatements(
                http,
                "startsWith(query_id, '" + prefix + "') AND NOT startsWith(query_id, '" + prefix + own.job() + "')");
    }

    /** What an attempt of this job runs. */
    static RunningStatements ofAttempt(ClickHouseHttp http, String streamId, Claim own, String attempt) {
        return new RunningStatements(http, "startsWith(query_id, '" + own.queryId(streamId, attempt) + "')");
    }

    /**
     * Ends them, and waits until they are gone.
     *
     * @throws AmpException with a retryable code if one does not go
     */
    void end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "a statement of an earlier unit does not end on the server, so it cannot be known what it writes");
            }
            http.run("KILL QUERY WHERE " + condition + " SYNC", Options.NONE);
        }
    }

    private long count() {
        String sql = "SELECT count() FROM system.processes WHERE " + condition;
        return Long.parseLong(http.run(sql, Options.NONE).strip());
    }
}
