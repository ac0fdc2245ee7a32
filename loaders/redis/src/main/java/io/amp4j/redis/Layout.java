package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table stand in Redis. Immutable.
 *
 * @param structure what a row becomes
 * @param key the pattern of keys
 * @param value the pattern of members, or null for the whole row as JSON
 * @param score the column of scores, or null
 * @param binary how bytes stand by themselves
 * @param ttlMillis how long rows live, or 0 for ever
 * @param isKeyGiven whether the user chose the pattern of keys
 */
record Layout(
        Structure structure,
        KeyPattern key,
        @Nullable KeyPattern value,
        @Nullable String score,
        BinaryForm binary,
        long ttlMillis,
        boolean isKeyGiven) {

    static Layout of(Config config) {
        Structure structure = config.require(RedisKeys.STRUCTURE);
        Optional<String> key = config.find(RedisKeys.KEY);
        String defaultKey = structure.isKeyed() ? "{table}:{id}" : "{table}";
        Layout layout = new Layout(
                structure,
                KeyPattern.parse("key", key.orElse(defaultKey)),
                config.find(RedisKeys.VALUE)
                        .map(text -> KeyPattern.parse("value", text))
                        .orElse(null),
                config.find(RedisKeys.SCORE).orElse(null),
                config.require(RedisKeys.BINARY),
                config.find(RedisKeys.TTL).map(ttl -> ttl.toMillis()).orElse(0L),
                key.isPresent());
        layout.refuseContradictions();
        return layout;
    }

    private void refuseContradictions() {
        refuseIf(structure.isKeyed() && key.isConstant(), "names one key for all rows: add {id} or columns to it");
        refuseIf(
                !structure.isKeyed() && key.hasId(),
                "has {id}, but a " + structure.word() + " holds many rows under one key");
        boolean oneKey = structure == Structure.STREAM || structure == Structure.LIST;
        refuseIf(
                oneKey && !key.isConstant(),
                "has columns, but a " + structure.word() + " has one key: {table} and plain text");
        refuseIf(
                structure.hasMembers() && ttlMillis > 0 && !key.isConstant(),
                "has columns, but ttl is for one key of all members");
        if (value != null && !structure.hasMembers()) {
            throw invalid("value is for sets and sorted sets; a " + structure.word() + " keeps whole rows");
        }
        if (value != null && (value.hasId() || value.columns().isEmpty())) {
            throw invalid("value '" + value.text() + "' needs columns, and takes no {id}");
        }
        if ((score != null) != (structure == Structure.SORTED_SET)) {
            throw invalid(
                    score == null ? "a sorted set needs score=, the column of its scores" : "score is for sorted sets");
        }
    }

    private void refuseIf(boolean wrong, String reason) {
        if (wrong) {
            throw invalid("key '" + key.text() + "' " + reason);
        }
    }

    private static AmpException invalid(String message) {
        return new AmpException(LoadError.CONFIG_INVALID, message);
    }

    /** The layout of a load: an upsert's keys are made of its key columns. */
    Layout forLoad(LoadRequest request) {
        if (request.mode() != LoadMode.UPSERT) {
            return this;
        }
        List<String> columns = request.keyColumns();
        if (isKeyGiven && (key.hasId() || !Set.copyOf(key.columns()).equals(Set.copyOf(columns)))) {
            throw invalid("key '" + key.text() + "' and the load's key columns " + columns
                    + " differ: leave key out, or name the same columns");
        }
        return isKeyGiven
                ? this
                : new Layout(structure, KeyPattern.ofColumns(columns), value, score, binary, ttlMillis, false);
    }

    /** What is kept with the table, so that nobody loads into it in another way. Patterns of keys may differ: each batch's index tells its keys. */
    Map<String, String> descriptor() {
        Map<String, String> descriptor = new LinkedHashMap<>();
        descriptor.put("structure", structure.word());
        descriptor.put("value", value == null ? "" : value.text());
        descriptor.put("score", score == null ? "" : score);
        descriptor.put("binary", binary == BinaryForm.RAW ? "raw" : "hex");
        return descriptor;
    }
}
