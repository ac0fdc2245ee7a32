package io.amp4j.clickhouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stream state as a log of entries in {@code amp_stream_state}, one table for all streams of a database. Thread-safe.
 *
 * <p>An entry is one insert of one row, which ClickHouse makes visible as a whole. Each entry but a claim is inserted under a guard
 * that the server evaluates when the statement begins: the newest claim must be the writer's own. A job that opens a stream first claims it,
 * then kills what older jobs still run, and only then reads: so no entry of an older job can appear behind its back.
 */
final class StateLog {
    /** What an entry says. */
    enum Entry {
        /** A job claims the stream. */
        CLAIM,
        /** The whole state, as of {@code seq}. */
        SNAPSHOT,
        /** An attempt begins; its rows are void until it commits. */
        INTENT,
        /** An attempt is committed: the change of the state, and the rows that it makes void. */
        COMMIT,
        /** The rows that a commit made void are deleted. */
        SWEPT,
        /** An attempt's rows are deleted; it will never commit. */
        ABORTED
    }

    private static final String NAME = "amp_stream_state";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ClickHouseHttp http;
    private final String table;
    private final String onCluster;
    private final String engine;

    StateLog(ClickHouseHttp http, ClickHouseTarget target, TableLayout layout) {
        this.http = http;
        this.table = Names.quote(new TableName(target.database(), NAME));
        this.onCluster = layout.onCluster();
        this.engine = layout.stateEngine();
    }

    void create() {
        http.run(
                "CREATE TABLE IF NOT EXISTS " + table + onCluster
                        + " (stream_id String, epoch UInt64, job String, seq UInt64, entry LowCardinality(String),"
                        + " attempt String, body String, sweep String, at DateTime64(6, 'UTC') DEFAULT now64(6))"
                        + " ENGINE = " + engine + " ORDER BY (stream_id, epoch, job, seq)",
                Options.NONE);
    }

    /** The streams that have a state, with a table's name in it where one is asked for. */
    List<StreamState> states(Optional<TableName> ofTable) {
        List<StreamState> states = new ArrayList<>();
        for (JsonNode row : rows("SELECT DISTINCT stream_id FROM " + table + " ORDER BY stream_id", Options.NONE)) {
            read(row.get("stream_id").asText())
                    .state()
                    .filter(state -> ofTable.isEmpty()
                            || ofTable.get().equals(state.header().table()))
                    .ifPresent(states::add);
        }
        return states;
    }

    /** All that a stream's entries say; empty where there are none, or no table of them. */
    LogView read(String streamId) {
        String sql = "SELECT epoch, job, seq, entry, attempt, body, sweep FROM " + table
                + " WHERE stream_id = {stream:String} ORDER BY epoch, job, seq, at";
        LogView.Builder view = new LogView.Builder();
        for (JsonNode row : rows(sql, Options.NONE.bind("stream", streamId))) {
            view.add(
                    new Claim(row.get("epoch").asLong(), row.get("job").asText()),
                    row.get("seq").asLong(),
                    Entry.valueOf(row.get("entry").asText()),
                    row.get("attempt").asText(),
                    row.get("body").asText(),
                    row.get("sweep").asText());
        }
        return view.build();
    }

    private List<JsonNode> rows(String sql, Options options) {
        String answer;
        try {
            answer = http.run(
                    sql + " FORMAT JSONEachRow", options.setting("output_format_json_quote_64bit_integers", "0"));
        } catch (AmpException e) {
            if (ClickHouseErrors.isMissing(e)) {
                return List.of();
            }
            throw e;
        }
        List<JsonNode> rows = new ArrayList<>();
        try {
            for (String line : answer.lines().toList()) {
                rows.add(MAPPER.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new AmpException(LoadError.STATE_UNREADABLE, "table " + table + " does not answer in JSON", e);
        }
        return rows;
    }

    void claim(String streamId, Claim claim) {
        http.run(
                "INSERT INTO " + table + " (stream_id, epoch, job, seq, entry, attempt, body, sweep)"
                        + " SELECT {stream:String}, {epoch:UInt64}, {job:String}, 0, 'CLAIM', '', '', ''",
                bound(streamId, claim));
    }

    /** The whole state; with the rows that it makes void, under a name by which they are settled. */
    void snapshot(String streamId, Claim claim, StreamState state, String attempt, Sweep sweep) {
        String body = StreamStateJson.write(state);
        append(streamId, claim, state.header().seq(), Entry.SNAPSHOT, attempt, body, sweep.text(), "snapshot");
    }

    void intent(String streamId, Claim claim, long seq, String attempt) {
        append(streamId, claim, seq, Entry.INTENT, attempt, "", "", attempt + "-intent");
    }

    void commit(String streamId, Claim claim, long seq, String attempt, StateChange change, Sweep sweep) {
        String body = StreamStateJson.write(change);
        append(streamId, claim, seq, Entry.COMMIT, attempt, body, sweep.text(), attempt + "-commit");
    }

    void settled(String streamId, Claim claim, long seq, Entry entry, String attempt) {
        append(streamId, claim, seq, entry, attempt, "", "", attempt + "-settled");
    }

    private void append(
            String streamId,
            Claim claim,
            long seq,
            Entry entry,
            String attempt,
            String body,
            String sweep,
            String name) {
        http.run(
                "INSERT INTO " + table + " (stream_id, epoch, job, seq, entry, attempt, body, sweep)"
                        + " SELECT {stream:String}, {epoch:UInt64}, {job:String}, {seq:UInt64}, {entry:String},"
                        + " {attempt:String}, {body:String}, {sweep:String} WHERE " + guard(),
                bound(streamId, claim)
                        .bind("seq", seq)
                        .bind("entry", entry.name())
                        .bind("attempt", attempt)
                        .bind("body", body)
                        .bind("sweep", sweep)
                        .queryId(claim.queryId(streamId, name)));
    }

    /** True as long as the newest claim is the writer's; else it ends the statement. Needs {@link #bound}. */
    String guard() {
        return "throwIf((SELECT max((epoch, job)) FROM " + table
                + " WHERE stream_id = {stream:String} AND entry = 'CLAIM') != ({epoch:UInt64}, {job:String}),"
                + " 'a newer job holds the stream') = 0";
    }

    Options bound(String streamId, Claim claim) {
        return Options.NONE
                .bind("stream", streamId)
                .bind("epoch", claim.epoch())
                .bind("job", claim.job())
                .setting("async_insert", "0");
    }

    /** Forgets what lies before the snapshot at {@code seq}, but for claims and for attempts that are not settled. */
    void trim(String streamId, Claim claim, long seq, LogView view) {
        String open = view.unsettled().stream()
                .map(Names::literal)
                .reduce((a, b) -> a + "," + b)
                .orElse("''");
        http.run(
                "DELETE FROM " + table + onCluster
                        + " WHERE stream_id = {stream:String} AND ((epoch, job) < ({epoch:UInt64}, {job:String})"
                        + " OR (seq <= {seq:UInt64} AND entry NOT IN ('CLAIM', 'SNAPSHOT'))"
                        + " OR (seq < {seq:UInt64} AND entry = 'SNAPSHOT')) AND attempt NOT IN (" + open + ")",
                bound(streamId, claim).bind("seq", seq));
    }

    /** The attempts whose rows are void and the rows that commits made void, for the view that hides both. */
    String hiddenRows(String streamId) {
        return "SELECT (groupArrayIf(attempt, NOT has(entries, 'COMMIT') AND NOT has(entries, 'ABORTED')),"
                + " arrayFlatten(groupArrayIf(splitByChar(' ', arrayElement(sweeps, 1)), has(entries, 'COMMIT') AND NOT has(entries, 'SWEPT'))))"
                + " FROM (SELECT attempt, groupArray(entry) AS entries, groupArrayIf(sweep, entry = 'COMMIT') AS sweeps FROM "
                + table
                + " WHERE stream_id = " + Names.literal(streamId) + " AND attempt != '' GROUP BY attempt)";
    }

    String quotedName() {
        return table;
    }
}
