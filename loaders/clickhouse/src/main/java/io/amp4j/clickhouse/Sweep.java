package io.amp4j.clickhouse;

import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows that a commit made void, named so that they can be deleted any number of times: what is written later is never among them.
 *
 * @param kind how the rows are named
 * @param rows batch ids with the attempts that wrote them
 */
record Sweep(Kind kind, List<Marked> rows) {
    /** In the place of an id or an attempt: whichever. */
    private static final String ANY = "0";

    /** How the rows of a sweep are named. */
    enum Kind {
        /** No rows. */
        NONE,
        /** The rows of these batch ids and attempts. */
        NAMED,
        /** The rows of these batch ids, whichever attempt wrote them. Only before a job's first unit. */
        OF_ANY_ATTEMPT,
        /** All rows but those of these batch ids and attempts. */
        ALL_BUT_NAMED,
        /** All rows but those of these attempts. */
        ALL_BUT_ATTEMPTS
    }

    /** A batch id, and the attempt whose rows are meant. */
    record Marked(String batchId, String attempt) {}

    Sweep {
        rows = List.copyOf(rows);
    }

    static Sweep none() {
        return new Sweep(Kind.NONE, List.of());
    }

    static Sweep of(List<StreamRecord> records) {
        return new Sweep(Kind.NAMED, marked(records));
    }

    static Sweep allBut(List<Marked> kept) {
        return new Sweep(Kind.ALL_BUT_NAMED, kept);
    }

    /** The same sweep, which spares all rows of an attempt. */
    Sweep sparing(String attempt) {
        List<Marked> spared = new ArrayList<>(rows);
        spared.add(new Marked(ANY, attempt));
        return new Sweep(kind, spared);
    }

    static Sweep allButAttempt(String attempt) {
        return new Sweep(Kind.ALL_BUT_ATTEMPTS, List.of(new Marked(ANY, attempt)));
    }

    /** All rows of a state, whichever attempt wrote them; its merged records have no names, and are left out. */
    static Sweep ofAnyAttempt(StreamState state) {
        List<Marked> rows = new ArrayList<>(marked(state.records()));
        state.loads().forEach(load -> rows.add(new Marked(load.batchId().value(), ANY)));
        return rows.isEmpty() ? none() : new Sweep(Kind.OF_ANY_ATTEMPT, rows);
    }

    static List<Marked> marked(StreamState state) {
        return marked(state.records());
    }

    private static List<Marked> marked(List<StreamRecord> records) {
        List<Marked> marked = new ArrayList<>();
        for (StreamRecord record : records) {
            if (!record.isMerged()) {
                marked.add(new Marked(
                        record.requireId().value(),
                        Objects.requireNonNull(record.attempt(), "a record of ClickHouse has an attempt")));
            }
        }
        return marked;
    }

    /** The condition of a {@code DELETE}. Ids and attempts are hex digits, so nothing needs an escape. */
    String condition() {
        String both = "(" + MarkerColumns.BATCH_ID + "," + MarkerColumns.ATTEMPT + ")";
        return switch (kind) {
            case NONE -> "0";
            case NAMED -> idIsNamed() + " AND " + both + " IN (" + pairs() + ")";
            case OF_ANY_ATTEMPT -> idIsNamed();
            case ALL_BUT_NAMED -> rows.isEmpty() ? "1" : both + " NOT IN (" + pairs() + ")" + notByAnyOf(ofAnyId());
            case ALL_BUT_ATTEMPTS -> MarkerColumns.ATTEMPT + " NOT IN (" + list(Marked::attempt) + ")";
        };
    }

    /** The attempts all of whose rows are meant, whatever their ids. */
    private List<Marked> ofAnyId() {
        return rows.stream().filter(row -> row.batchId().equals(ANY)).toList();
    }

    private static String notByAnyOf(List<Marked> attempts) {
        return attempts.stream()
                .map(row -> " AND " + MarkerColumns.ATTEMPT + " != '" + row.attempt() + "'")
                .collect(Collectors.joining());
    }

    /** The filter on ids alone lets ClickHouse skip parts. */
    private String idIsNamed() {
        return MarkerColumns.BATCH_ID + " IN (" + list(Marked::batchId) + ")";
    }

    private String pairs() {
        return rows.stream()
                .map(row -> "('" + row.batchId() + "','" + row.attempt() + "')")
                .collect(Collectors.joining(","));
    }

    private String list(Function<Marked, String> part) {
        return rows.stream().map(row -> "'" + part.apply(row) + "'").collect(Collectors.joining(","));
    }

    /** The form in the state log, such as {@code NAMED id/attempt id/attempt}. */
    String text() {
        return kind
                + rows.stream()
                        .map(row -> " " + row.batchId() + "/" + row.attempt())
                        .collect(Collectors.joining());
    }

    static Sweep parse(String text) {
        String[] parts = text.split(" ");
        List<Marked> rows = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("/");
            if (pair.length != 2 || !isHex(pair[0]) || !isHex(pair[1])) {
                throw new IllegalArgumentException("'" + parts[i] + "' names no rows");
            }
            rows.add(new Marked(pair[0], pair[1]));
        }
        return new Sweep(Kind.valueOf(parts[0]), rows);
    }

    private static boolean isHex(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
