package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.clickhouse.StateLog.Entry;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.util.Optional;

/**
 * The log of one stream as the job that claimed it writes it. Every entry is inserted under the guard: the server refuses it once a newer
 * claim is there. Thread-safe.
 */
final class StreamLog {
    private final ClickHouseHttp http;
    private final StateLog log;
    private final String streamId;
    private final String table;
    private final Claim claim;

    StreamLog(ClickHouseHttp http, StateLog log, String streamId, String table, Claim claim) {
        this.http = http;
        this.log = log;
        this.streamId = streamId;
        this.table = table;
        this.claim = claim;
    }

    LogView read() {
        return log.read(streamId);
    }

    boolean isHeld(LogView view) {
        return view.newestClaim().equals(Optional.of(claim));
    }

    /** The claim itself, the one entry that nothing guards. */
    void claim() {
        log.append("1", "", Sweep.none(), values(0, Entry.CLAIM, ""));
    }

    /** The whole state; with the rows that it makes void, under a name by which they are settled. */
    void snapshot(StreamState state, String attempt, Sweep sweep) {
        Options values = values(state.header().seq(), Entry.SNAPSHOT, attempt);
        append(log.guard(), StreamStateJson.write(state), sweep, values, "snapshot");
    }

    void intent(long seq, String attempt) {
        note(seq, Entry.INTENT, attempt, "intent");
    }

    /** From now on no statement of the attempt begins; what it runs already is still to be ended. */
    void giveUp(long seq, String attempt) {
        note(seq, Entry.GIVEN_UP, attempt, "given-up");
    }

    void settled(long seq, Entry entry, String attempt) {
        note(seq, entry, attempt, "settled");
    }

    void commit(long seq, String attempt, StateChange change, Sweep sweep) {
        Options values = values(seq, Entry.COMMIT, attempt);
        append(log.guardOfAttempt(), StreamStateJson.write(change), sweep, values, attempt + "-commit");
    }

    private void note(long seq, Entry entry, String attempt, String name) {
        append(log.guard(), "", Sweep.none(), values(seq, entry, attempt), attempt + "-" + name);
    }

    private void append(String guard, String body, Sweep sweep, Options values, String name) {
        log.append(guard, body, sweep, values.queryId(claim.queryId(streamId, name)));
    }

    private Options values(long seq, Entry entry, String attempt) {
        return bound().bind("of_table", table)
                .bind("seq", seq)
                .bind("entry", entry.name())
                .bind("attempt", attempt);
    }

    /** What a guarded statement of this job needs, with a name by which a newer job finds and ends it. */
    Options options(String name) {
        return bound().queryId(claim.queryId(streamId, name));
    }

    private Options bound() {
        return Options.NONE
                .bind("stream", streamId)
                .bind("epoch", claim.epoch())
                .bind("job", claim.job())
                .setting("async_insert", "0")
                // How many partitions a unit touches is for the table's owner to choose; refused, it would be tried
                // again for ever.
                .setting("max_partitions_per_insert_block", "0");
    }

    RunningStatements runningOfOtherJobs() {
        return RunningStatements.ofOtherJobs(http, streamId, claim);
    }

    RunningStatements running(String attempt) {
        return RunningStatements.ofAttempt(http, streamId, claim, attempt);
    }

    /** Forgets what lies before the snapshot at {@code seq}, but for claims and for attempts that are not settled. */
    void trim(long seq) {
        log.trim(seq, read(), bound());
    }
}
