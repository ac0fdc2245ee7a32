package io.amp4j.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntry;

/** A database of its own for one test, read by the driver alone. */
final class RedisStore implements TestStore {
    private final int database = TestRedis.newDatabase();
    private final Structure structure;
    private final String settings;

    RedisStore(Structure structure, String settings) {
        this.structure = structure;
        this.settings = settings;
    }

    static RedisStore of(Structure structure) {
        return new RedisStore(structure, "");
    }

    int database() {
        return database;
    }

    @Override
    public String uri() {
        return TestRedis.uri(database) + "?structure=" + structure.word() + settings;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        Set<LoaderFeature> lacks = EnumSet.of(LoaderFeature.LOCKS_OUT_NEWCOMERS, LoaderFeature.PARALLEL_UNITS);
        if (!structure.isKeyed()) {
            lacks.add(LoaderFeature.UPSERT);
        }
        return lacks;
    }

    @Override
    public boolean keeps(Field field) {
        boolean isDouble = field.getType() instanceof ArrowType.FloatingPoint number
                && number.getPrecision() == FloatingPointPrecision.DOUBLE;
        return structure != Structure.JSON
                || (!isDouble && field.getChildren().stream().allMatch(this::keeps));
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        try (Jedis jedis = TestRedis.connect(database)) {
            return switch (structure) {
                case HASH -> keyed(jedis, table, key -> ofFields(jedis.hgetAll(key), columns));
                case STRING -> keyed(jedis, table, key -> ofJson(jedis.get(key), columns));
                case JSON -> keyed(jedis, table, key -> ofJson(document(jedis, key), columns));
                case LIST ->
                    jedis.lrange(table.toString(), 0, -1).stream()
                            .map(text -> ofJson(text, columns))
                            .toList();
                case STREAM ->
                    jedis.xrange(table.toString(), "-", "+").stream()
                            .map(StreamEntry::getFields)
                            .map(fields -> ofFields(fields, columns))
                            .toList();
                case SET, SORTED_SET -> members(jedis, table, columns);
            };
        }
    }

    private interface RowOfKey {
        Map<String, @Nullable Object> read(String key);
    }

    private static List<Map<String, @Nullable Object>> keyed(Jedis jedis, TableName table, RowOfKey row) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String key : jedis.keys("*")) {
            if (key.startsWith(table + ":")) {
                rows.add(row.read(key));
            }
        }
        return rows;
    }

    private static String document(Jedis jedis, String key) {
        return new String(
                (byte[]) jedis.sendCommand(() -> "JSON.GET".getBytes(StandardCharsets.US_ASCII), key),
                StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> ofFields(Map<String, String> fields, List<Field> columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Field column : columns) {
            String text = fields.get(column.getName());
            row.put(column.getName(), text == null ? null : ReadBack.text(column, text));
        }
        return row;
    }

    private static Map<String, @Nullable Object> ofJson(String text, List<Field> columns) {
        JsonNode json = ReadBack.parse(text);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column.getName(), ReadBack.json(column, json.get(column.getName()))));
        return row;
    }

    /** A row for each batch that holds a member; the members themselves must be those that some batch holds. */
    private List<Map<String, @Nullable Object>> members(Jedis jedis, TableName table, List<Field> columns) {
        String beside = "amp:{" + table + "}:";
        Set<String> held = new HashSet<>();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map.Entry<String, String> batch : jedis.hgetAll(beside + "batches").entrySet()) {
            String attempt = batch.getValue().split(" ")[0];
            for (String entry : jedis.smembers(beside + "index:" + batch.getKey() + ":" + attempt)) {
                String member = entry.substring(
                        entry.indexOf(':') + 1 + table.toString().length());
                held.add(member);
                Map<String, @Nullable Object> row = ofJson(member, columns);
                columns.stream()
                        .filter(column -> column.getName().equals(MarkerColumns.BATCH_ID))
                        .forEach(column -> row.put(MarkerColumns.BATCH_ID, batch.getKey()));
                rows.add(row);
            }
        }
        Set<String> there = structure == Structure.SET
                ? jedis.smembers(table.toString())
                : new HashSet<>(jedis.zrange(table.toString(), 0, -1));
        assertThat(there).isEqualTo(held);
        return rows;
    }

    @Override
    public void loseState() {
        try (Jedis jedis = TestRedis.connect(database)) {
            jedis.keys("amp:*").forEach(jedis::del);
        }
    }

    @Override
    public void close() {
        try (Jedis jedis = TestRedis.connect(database)) {
            jedis.flushDB();
        }
    }
}
