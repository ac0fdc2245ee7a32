package io.amp4j.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.Json;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.dataset.TableDescription;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Fields;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds out what columns SQL would give, without running it. Thread-safe. */
public final class SchemaAnalysis {
    private final JsonHttp http;

    SchemaAnalysis(JsonHttp http) {
        this.http = http;
    }

    /**
     * The schemas of some tables, in the form that manifests have.
     *
     * @param request the SQL, and what it reads
     * @return by the tables' names
     * @throws AmpException with a code such as {@link AdminError#INVALID_TABLE_SQL} if the server refuses the SQL
     */
    public Map<String, Json> schemas(SchemaRequest request) {
        ObjectNode body = Bodies.object();
        ObjectNode dependencies = body.putObject("dependencies");
        request.dependencies().forEach((alias, ref) -> dependencies.put(alias, ref.toString()));
        ObjectNode tables = body.putObject("tables");
        request.tables().forEach(tables::put);
        if (!request.functions().isEmpty()) {
            ObjectNode functions = body.putObject("functions");
            request.functions().forEach((name, function) -> functions.set(name, Bodies.json(function)));
        }
        return http.post("schema").body(body).answer().map("schemas", Fields::all);
    }

    /**
     * The columns of some tables.
     *
     * @param request the SQL, and what it reads
     * @return by the tables' names
     * @throws AmpException with a code such as {@link AdminError#INVALID_TABLE_SQL} if the server refuses the SQL
     */
    public Map<String, TableDescription> describe(SchemaRequest request) {
        Map<String, TableDescription> tables = new LinkedHashMap<>();
        schemas(request).forEach((name, schema) -> tables.put(name, Manifest.describe(name, Optional.empty(), schema)));
        return Collections.unmodifiableMap(tables);
    }
}
