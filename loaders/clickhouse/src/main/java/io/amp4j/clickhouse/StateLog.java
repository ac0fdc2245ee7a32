package io.amp4j.clickhouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
        /** An attempt will not commit unless it has: no statement of it may begin any more. */
        GIVEN_UP,
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
                        + " (stream_id String, of_table String, epoch UInt64, job String, seq UInt64, entry LowCardinality(String),"
                        + " attempt String, body String, sweep String, at DateTime64(6, 'UTC') DEFAULT now64(6))"
                        + " ENGINE = " + engine + " ORDER BY (stream_id, epoch, job, seq)",
                Options.NONE);
    }

    /** The streams that have a state, in the order of their ids, with a table's name in it where one is asked for. */
    List<StreamState> states(Optional<TableName> ofTable) {
        List<StreamState> states = new ArrayList<>();
        for (LogView view : views("1", Options.NONE).values()) {
            view.state()
                    .filter(state -> ofTable.isEmpty()
                            || ofTable.get().equals(state.header().table()))
                    .ifPresent(states::add);
        }
        return states;
    }

    /** All that a stream's entries say; empty where there are none, or no table of them. */
    LogView read(String streamId) {
        Map<String, LogView> views = views("stream_id = {stream:String}", Options.NONE.bind("stream", streamId));
        return views.getOrDefault(streamId, new LogView.Builder().build());
    }

    private Map<String, LogView> views(String condition, Options options) {
        String sql = "SELECT stream_id, epoch, job, seq, entry, attempt, body, sweep FROM " + table + " WHERE "
                + condition + " ORDER BY stream_id, epoch, job, seq, at";
        Map<String, LogView.Builder> views = new LinkedHashMap<>();
        rows(
                sql,
                options,
                row -> views.computeIfAbsent(row.get("stream_id").asText(), id -> new LogView.Builder())
                        .add(
                                new Claim(
                                        row.get("epoch").asLong(),
                                        row.get("job").asText()),
                                row.get("seq").asLong(),
                                row.get("entry").asText(),
                                row.get("attempt").asText(),
                                row.get("body").asText(),
                                row.get("sweep").asText()));
        Map<String, LogView> built = new LinkedHashMap<>();
        views.forEach((id, view) -> built.put(id, view.build()));
        return built;
    }

    /** A row at a time: a snapshot can be large, and jobs that were killed leave one each. */
    private void rows(String sql, Options options, Consumer<JsonNode> row) {
        try {
            http.lines(
                    sql + " FORMAT JSONEachRow",
                    options.setting("output_format_json_quote_64bit_integers", "0"),
                    line -> row.accept(parsed(line)));
        } catch (AmpException e) {
            if (!ClickHouseErrors.isMissing(e)) {
                throw e;
            }
        }
    }

    private JsonNode parsed(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AmpException(LoadError.STATE_UNREADABLE, "table " + table + " does not answer in JSON", e);
        }
    }

    void forget(String streamId) {
        http.run(
                "DELETE FROM " + table + onCluster + " WHERE stream_id = {stream:String}",
                Options.NONE.bind("stream", streamId).setting("lightweight_deletes_sync", "2"));
    }

    /** True as long as the newest claim is the writer's; else it ends the statement. Needs {@link StreamLog#options}. */
    String guard() {
        return "throwIf((SELECT max((epoch, job)) FROM " + table
                + " WHERE stream_id = {stream:String} AND entry = 'CLAIM') != ({epoch:UInt64}, {job:String}),"
                + " 'a newer job holds the stream') = 0";
    }

    /**
     * True as long as the newest claim is the writer's and the attempt is open; else it ends the statement. So a statement that was sent before
     * its attempt was given up and arrives after it does nothing.
     */
    String guardOfAttempt() {
        return guard() + " AND throwIf((SELECT groupUniqArray(toString(entry)) FROM " + table
                + " WHERE stream_id = {stream:String} AND attempt = {attempt:String}) != ['INTENT'],"
                + " 'the attempt was given up') = 0";
    }

    /** Forgets what lies before the snapshot at {@code seq}, but for claims and for attempts that are not settled. */
    void trim(long seq, LogView view, Options bound) {
        String open = view.unsettled().stream()
                .map(Names::literal)
                .reduce((a, b) -> a + "," + b)
                .orElse("''");
        http.run(
                "DELETE FROM " + table + onCluster
                        + " WHERE stream_id = {stream:String} AND ((epoch, job) < ({epoch:UInt64}, {job:String})"
                        + " OR (seq <= {seq:UInt64} AND entry NOT IN ('CLAIM', 'SNAPSHOT'))"
                        + " OR (seq < {seq:UInt64} AND entry = 'SNAPSHOT')) AND attempt NOT IN (" + open + ")",
                bound.bind("seq", seq));
    }

    /**
     * Appends an entry.
     *
     * @param condition under which it is appended, or true
     * @param body its text, which like the sweep may be longer than a parameter of a statement
     * @param values all else, as parameters
     */
    void append(String condition, String body, Sweep sweep, Options values) {
        String insert = "INSERT INTO " + table + " (stream_id, of_table, epoch, job, seq, entry, attempt, body, sweep)"
                + " SELECT {stream:String}, {of_table:String}, {epoch:UInt64}, {job:String}, {seq:UInt64},"
                + " {entry:String}, {attempt:String}, body, sweep FROM input('body String, sweep String')"
                + " WHERE " + condition + " FORMAT JSONEachRow";
        String row = MAPPER.createObjectNode()
                .put("body", body)
                .put("sweep", sweep.text())
                .toString();
        http.insert(insert, row, values);
    }

    String quotedName() {
        return table;
    }
}
