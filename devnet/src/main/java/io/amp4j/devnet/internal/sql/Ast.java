package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** DuckDB's syntax trees, as JSON: from SQL, to SQL, and what is to be read in them. */
final class Ast {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Ast() {}

    /** The tree of one SELECT, or a refusal in the parser's words. */
    static ObjectNode parse(Connection connection, String sql) throws SQLException {
        JsonNode tree = read(call(connection, "SELECT json_serialize_sql(?::VARCHAR)", sql));
        if (tree.path("error").asBoolean()) {
            throw new Refusal("SQL parse error: " + tree.path("error_message").asText());
        }
        JsonNode statements = tree.path("statements");
        if (statements.size() != 1) {
            throw new Refusal("SQL parse error: a single SQL statement is expected");
        }
        return (ObjectNode) tree;
    }

    /** The tree's one query. */
    static ObjectNode query(ObjectNode tree) {
        return (ObjectNode) tree.path("statements").get(0).path("node");
    }

    static String sql(Connection connection, ObjectNode tree) throws SQLException {
        return call(connection, "SELECT json_deserialize_sql(?::JSON)", tree.toString());
    }

    /** The tree of an expression. */
    static ObjectNode expression(Connection connection, String sql) throws SQLException {
        ObjectNode tree = parse(connection, "SELECT " + sql);
        return (ObjectNode) query(tree).path("select_list").get(0);
    }

    private static String call(Connection connection, String function, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(function)) {
            statement.setString(1, argument);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the engine's syntax tree is no JSON", e);
        }
    }

    static String type(JsonNode node) {
        return node.path("type").asText();
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static ArrayNode list(JsonNode node, String field) {
        return (ArrayNode) node.withArray(field);
    }

    static boolean isFunction(JsonNode node, String name) {
        return type(node).equals("FUNCTION") && text(node, "function_name").equalsIgnoreCase(name);
    }

    /** Visits a node and all below it. */
    static void walk(JsonNode node, Consumer<ObjectNode> visitor) {
        if (node instanceof ObjectNode object) {
            visitor.accept(object);
        }
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        children.forEach(child -> walk(child, visitor));
    }

    /** The named queries that a query begins with: name and tree. */
    static List<JsonNode> commonTables(JsonNode query) {
        List<JsonNode> entries = new ArrayList<>();
        query.path("cte_map").path("map").forEach(entries::add);
        return entries;
    }

    /** The query behind a name. */
    static ObjectNode commonTableQuery(JsonNode entry) {
        return (ObjectNode) entry.path("value").path("query_node");
    }

    /** The query of a table in brackets, or of a subquery. */
    static ObjectNode subquery(JsonNode node) {
        return (ObjectNode) node.path("subquery").path("node");
    }
}
