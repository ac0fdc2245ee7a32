package io.amp4j.client.dataset;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a dataset is made from: its kind, and its tables with their schemas; of a derived dataset (kind {@value #DERIVED}) also
 * the SQL of each table and the datasets that it reads. Immutable.
 *
 * @param json the whole manifest
 */
public record Manifest(Json json) {
    /** The kind of datasets that are SQL over other datasets. */
    public static final String DERIVED = "manifest";

    /**
     * A manifest.
     *
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it is no object with a kind
     */
    public Manifest {
        if (json.at("kind").flatMap(Json::asText).isEmpty()) {
            throw new AmpException(
                    ClientError.BAD_OPTION, "this is no manifest: a manifest is a JSON object with a 'kind'");
        }
    }

    /**
     * Reads a manifest.
     *
     * @param text its JSON
     * @return the manifest
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it is none
     */
    public static Manifest parse(String text) {
        return new Manifest(Json.parse(text));
    }

    /**
     * Reads a manifest from a file.
     *
     * @param file a file with its JSON
     * @return the manifest
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it cannot be read or is none
     */
    public static Manifest read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new AmpException(ClientError.BAD_OPTION, "manifest " + file + " cannot be read", e);
        }
    }

    /**
     * The kind of dataset.
     *
     * @return such as {@code evm-rpc}, {@code firehose}, {@code solana} or {@value #DERIVED}
     */
    public String kind() {
        return json.at("kind").flatMap(Json::asText).orElseThrow();
    }

    /**
     * The datasets that this one reads, by the alias that its SQL uses.
     *
     * @return an immutable map; empty where it reads none
     */
    public Map<String, DatasetRef> dependencies() {
        Map<String, DatasetRef> dependencies = new LinkedHashMap<>();
        json.at("dependencies")
                .map(Json::members)
                .orElse(Map.of())
                .forEach((alias, reference) ->
                        reference.asText().ifPresent(text -> dependencies.put(alias, DatasetRef.parse(text))));
        return Collections.unmodifiableMap(dependencies);
    }

    /**
     * The SQL of a derived dataset's table.
     *
     * @param table the table's name
     * @return the SQL, if there is such a table, and it has some
     */
    public Optional<String> sql(String table) {
        return json.at("tables", table, "input", "sql").flatMap(Json::asText);
    }

    /**
     * Tables and columns.
     *
     * @return the description; columns are missing where the manifest has none
     */
    public DatasetDescription describe() {
        Optional<String> network = json.at("network").flatMap(Json::asText);
        List<TableDescription> tables = json.at("tables").map(Json::members).orElse(Map.of()).entrySet().stream()
                .map(table -> table(table.getKey(), table.getValue(), network))
                .toList();
        return new DatasetDescription(tables);
    }

    private static TableDescription table(String name, Json table, Optional<String> network) {
        Json schema = table.at("schema").orElse(table);
        return describe(name, table.at("network").flatMap(Json::asText).or(() -> network), schema);
    }

    /**
     * A table from the schema that a manifest or an analysis has of it.
     *
     * @param name the table's name
     * @param network its network, if known
     * @param schema an object with {@code arrow.fields}
     * @return the description
     */
    public static TableDescription describe(String name, Optional<String> network, Json schema) {
        List<ColumnDescription> columns = schema.at("arrow", "fields").map(Json::items).orElse(List.of()).stream()
                .map(Manifest::column)
                .toList();
        return new TableDescription(name, network, columns);
    }

    private static ColumnDescription column(Json field) {
        return new ColumnDescription(
                field.at("name").flatMap(Json::asText).orElse("?"),
                field.at("type")
                        .or(() -> field.at("data_type"))
                        .map(ArrowTypeText::of)
                        .orElse("?"),
                field.at("nullable").flatMap(Json::asBoolean).orElse(true));
    }

    /** The JSON on one line. */
    @Override
    public String toString() {
        return json.toString();
    }
}
