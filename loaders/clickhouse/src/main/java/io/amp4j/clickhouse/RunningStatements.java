package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;

/** Statements of ours that may still run on the server, found by their names. */
final class RunningStatements {
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

    /** Ends them, and waits until they are gone. */
    void end() {
        while (!http.run("SELECT count() FROM system.processes WHERE " + condition, Options.NONE)
                .strip()
                .equals("0")) {
            http.run("KILL QUERY WHERE " + condition + " SYNC", Options.NONE);
        }
    }
}
