package io.amp4j.lmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;

/** Which tables an environment has, and the schemas that their rows name by number. Used within one transaction. */
final class Catalog {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 1;

    private final ByteTable tables;
    private final ByteTable schemas;

    Catalog(ByteTable tables, ByteTable schemas) {
        this.tables = tables;
        this.schemas = schemas;
    }

    Optional<TableInfo> find(TableName name) {
        return tables.get(Names.bytes(Names.rows(name))).map(Catalog::read);
    }

    List<TableName> names() {
        List<TableName> names = new ArrayList<>();
        tables.forEach(new byte[0], (key, value) -> names.add(read(value).name()));
        return names;
    }

    void save(TableInfo table) {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.put("table_schema", table.name().schema())
                .put("table", table.name().name());
        json.put("key", table.key().text())
                .put("key_encoding", table.key().encoding().name());
        try {
            json.set("columns", MAPPER.readTree(new Schema(table.columns()).toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Arrow writes JSON", e);
        }
        tables.put(Names.bytes(Names.rows(table.name())), json.toString());
    }

    void remove(TableName table) {
        tables.delete(Names.bytes(Names.rows(table)));
        List<byte[]> keys = new ArrayList<>();
        schemas.forEach(prefix(table), (key, value) -> keys.add(key));
        keys.forEach(schemas::delete);
    }

    private static TableInfo read(byte[] value) {
        try {
            JsonNode json = MAPPER.readTree(value);
            if (json.path("version").asInt() != VERSION) {
                throw new AmpException(
                        LoadError.UNSUPPORTED, "a table was made by a newer amp4j: use that one, or a newer one still");
            }
            return new TableInfo(
                    new TableName(
                            json.path("table_schema").textValue(),
                            json.required("table").textValue()),
                    new KeySpec(
                            json.required("key").textValue(),
                            KeyEncoding.valueOf(json.required("key_encoding").textValue())),
                    Schema.fromJSON(json.required("columns").toString()).getFields());
        } catch (IOException | IllegalArgumentException e) {
            throw new AmpException(
                    LoadError.DESTINATION_FAILED, "what is known of a table cannot be read: " + e.getMessage(), e);
        }
    }

    /** The number that rows of this schema carry: an old one, or the next. */
    int number(TableName table, Schema schema) {
        Map<Integer, Schema> known = schemas(table);
        for (Map.Entry<Integer, Schema> entry : known.entrySet()) {
            if (entry.getValue().equals(schema)) {
                return entry.getKey();
            }
        }
        int number = known.size();
        schemas.put(
                ByteBuffer.allocate(prefix(table).length + Integer.BYTES)
                        .put(prefix(table))
                        .putInt(number)
                        .array(),
                schema.toJson());
        return number;
    }

    /** The schemas of a table's rows by their numbers, which count from 0. */
    Map<Integer, Schema> schemas(TableName table) {
        byte[] prefix = prefix(table);
        Map<Integer, Schema> found = new TreeMap<>();
        schemas.forEach(prefix, (key, value) -> {
            try {
                found.put(
                        ByteBuffer.wrap(key, prefix.length, Integer.BYTES).getInt(),
                        Schema.fromJSON(new String(value, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new AmpException(
                        LoadError.DESTINATION_FAILED, "a schema of table " + table + " cannot be read: " + e, e);
            }
        });
        return found;
    }

    /** A name holds no NUL, so none is the beginning of another. */
    private static byte[] prefix(TableName table) {
        return Names.bytes(Names.rows(table) + "\0");
    }
}
