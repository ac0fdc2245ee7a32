package io.amp4j.client.admin;

import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SQL whose columns are to be found out. Immutable; each method gives another request.
 *
 * @param tables the SQL of each table, by the table's name
 * @param dependencies the datasets that the SQL reads, at a version or a hash, by the alias that it uses
 * @param functions the functions that the SQL calls, by name, as manifests define them
 */
public record SchemaRequest(
        Map<String, String> tables, Map<String, DatasetRef> dependencies, Map<String, Json> functions) {
    /** A request; the maps are copied. */
    public SchemaRequest {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        dependencies = Collections.unmodifiableMap(new LinkedHashMap<>(dependencies));
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
    }

    /**
     * A request for one table.
     *
     * @param name the table's name
     * @param sql its SQL
     * @return the request
     */
    public static SchemaRequest table(String name, String sql) {
        return new SchemaRequest(Map.of(name, sql), Map.of(), Map.of());
    }

    /**
     * As this, with one more table.
     *
     * @param name the table's name
     * @param sql its SQL
     * @return the request
     */
    public SchemaRequest withTable(String name, String sql) {
        return new SchemaRequest(plus(tables, name, sql), dependencies, functions);
    }

    /**
     * As this, reading one more dataset.
     *
     * @param alias what the SQL calls it
     * @param ref the dataset, at a version or a manifest's hash
     * @return the request
     */
    public SchemaRequest withDependency(String alias, DatasetRef ref) {
        return new SchemaRequest(tables, plus(dependencies, alias, ref), functions);
    }

    /**
     * As this, with one more function.
     *
     * @param name what the SQL calls it
     * @param definition as manifests have it
     * @return the request
     */
    public SchemaRequest withFunction(String name, Json definition) {
        return new SchemaRequest(tables, dependencies, plus(functions, name, definition));
    }

    private static <T> Map<String, T> plus(Map<String, T> some, String key, T value) {
        Map<String, T> more = new LinkedHashMap<>(some);
        more.put(key, value);
        return more;
    }
}
