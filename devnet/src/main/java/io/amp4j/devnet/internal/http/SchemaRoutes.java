package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import io.amp4j.devnet.internal.sql.Catalogue;
import io.amp4j.devnet.internal.sql.Dataset;
import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.sql.Planner;
import io.amp4j.devnet.internal.sql.Refusal;
import io.amp4j.devnet.internal.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** {@code /schema}: plans SQL as a stream would, and runs nothing. */
final class SchemaRoutes {
    private static final String BAD_PAYLOAD = "INVALID_PAYLOAD_FORMAT";

    /** What the planner's words mean in the codes of this call. */
    private static final Map<String, String> CODES = new LinkedHashMap<>();

    static {
        CODES.put("non-incremental", "NON_INCREMENTAL_QUERY");
        CODES.put("must read a table", "NO_TABLE_REFERENCES");
        CODES.put("must be qualified", "UNQUALIFIED_TABLE");
        CODES.put("dataset '", "DEPENDENCY_ALIAS_NOT_FOUND");
        CODES.put("table '", "TABLE_NOT_FOUND_IN_DATASET");
        CODES.put("parse", "INVALID_TABLE_SQL");
        CODES.put("syntax", "INVALID_TABLE_SQL");
    }

    private final Datasets datasets;
    private final Catalogue catalogue;
    private final Engine engine;

    SchemaRoutes(Datasets datasets, Catalogue catalogue, Engine engine) {
        this.datasets = datasets;
        this.catalogue = catalogue;
        this.engine = engine;
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "POST /schema", this::analyse);
    }

    private Reply analyse(Request call) {
        JsonNode body = call.json(BAD_PAYLOAD);
        JsonNode tables = body.path("tables");
        if (tables.isEmpty() && body.path("functions").isEmpty()) {
            throw HttpRefusal.badRequest("EMPTY_TABLES_AND_FUNCTIONS", "at least one table or function is required");
        }
        Planner planner = new Planner(new Catalogue(dependencies(body.path("dependencies"))), engine);
        ObjectNode answer = Reply.object();
        ObjectNode schemas = answer.putObject("schemas");
        tables.properties()
                .forEach(table -> schemas.set(
                        table.getKey(),
                        ArrowJson.schema(columns(planner, table.getValue().asText()))));
        return Reply.ok(answer);
    }

    private Map<String, Dataset> dependencies(JsonNode dependencies) {
        Map<String, Dataset> found = new LinkedHashMap<>();
        dependencies.properties().forEach(entry -> {
            Datasets.Found dataset;
            try {
                dataset = datasets.find(entry.getValue().asText());
            } catch (HttpRefusal e) {
                throw HttpRefusal.notFound("DEPENDENCY_NOT_FOUND", String.valueOf(e.getMessage()));
            }
            Dataset readable = catalogue.datasets().get(dataset.name().name());
            if (readable == null) {
                throw new HttpRefusal(500, "GET_DATASET_ERROR", "this devnet cannot read " + dataset.name());
            }
            found.put(entry.getKey(), new Dataset(entry.getKey(), readable.blocks(), readable.tables()));
        });
        return found;
    }

    /** As on a real server, every table has the block that its rows belong to. */
    private static List<Field> columns(Planner planner, String sql) {
        try {
            List<Field> columns = new ArrayList<>(
                    planner.plan(sql, Planner.Mode.STREAM).schema().getFields());
            if (columns.stream().noneMatch(column -> column.getName().equals(Table.BLOCK_NUM))) {
                columns.add(
                        0, new Field(Table.BLOCK_NUM, new FieldType(false, new ArrowType.Int(64, false), null), null));
            }
            return columns;
        } catch (Refusal e) {
            String message = String.valueOf(e.getMessage());
            String code = CODES.entrySet().stream()
                    .filter(entry -> message.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("SCHEMA_INFERENCE");
            int status = code.equals("TABLE_NOT_FOUND_IN_DATASET") ? 404 : 400;
            throw new HttpRefusal(status, code, message);
        }
    }
}
