package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.table.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries the block number of each row of a stream through the query, in a column of its own: {@code block_num()} means it,
 * and the result is sorted by it. Of a join it is the greater of both sides. Changes the tree.
 */
final class BlockNumbers {
    /** The column, the last one of every SELECT. */
    static final String COLUMN = "__amp_block_num";

    private final Connection connection;
    private int unnamed;

    BlockNumbers(Connection connection) {
        this.connection = connection;
    }

    /** A table of FROM, and the column in it that has the block number. */
    private record Source(String alias, String column) {
        String sql() {
            return quoted(alias) + "." + quoted(column);
        }

        boolean isDerived() {
            return column.equals(COLUMN);
        }
    }

    void carry(ObjectNode query) throws SQLException {
        carry(query, Set.of());
        ObjectNode sorted = Ast.parse(connection, "SELECT 1 ORDER BY " + COLUMN);
        Ast.list(query, "modifiers").add(Ast.query(sorted).path("modifiers").get(0));
    }

    private void carry(ObjectNode query, Set<String> outer) throws SQLException {
        Set<String> named = new HashSet<>(outer);
        for (JsonNode entry : Ast.commonTables(query)) {
            carry(Ast.commonTableQuery(entry), named);
            named.add(Ast.lower(Ast.text(entry, "key")));
        }
        if (Ast.type(query).equals("SET_OPERATION_NODE")) {
            for (JsonNode child : query.path("children")) {
                carry((ObjectNode) child, named);
            }
            return;
        }
        List<Source> sources = new ArrayList<>();
        from(query.path("from_table"), named, sources);
        select(query, sources);
    }

    private void from(JsonNode from, Set<String> named, List<Source> sources) throws SQLException {
        switch (Ast.type(from)) {
            case "JOIN" -> {
                from(from.path("left"), named, sources);
                from(from.path("right"), named, sources);
            }
            case "SUBQUERY" -> {
                carry(Ast.subquery(from), named);
                if (Ast.text(from, "alias").isEmpty()) {
                    ((ObjectNode) from).put("alias", "__amp_query_" + unnamed);
                    unnamed++;
                }
                sources.add(new Source(Ast.text(from, "alias"), COLUMN));
            }
            default -> {
                String table = Ast.text(from, "table_name");
                String alias = Ast.text(from, "alias").isEmpty() ? table : Ast.text(from, "alias");
                sources.add(new Source(alias, table.startsWith(Occurrence.PREFIX) ? Table.BLOCK_NUM : COLUMN));
            }
        }
    }

    private void select(ObjectNode query, List<Source> sources) throws SQLException {
        String number = sources.size() == 1
                ? sources.get(0).sql()
                : sources.stream().map(Source::sql).collect(Collectors.joining(", ", "greatest(", ")"));
        ObjectNode expression = Ast.expression(connection, number);
        for (JsonNode item : query.path("select_list")) {
            if (Ast.isFunction(item, "block_num") && Ast.text(item, "alias").isEmpty()) {
                ((ObjectNode) item).put("alias", "block_num()");
            }
        }
        for (String part : List.of("select_list", "where_clause", "having", "group_expressions", "from_table")) {
            replaceFunction(query.path(part), expression);
        }
        if (query.path("where_clause") instanceof ObjectNode where && Ast.isFunction(where, "block_num")) {
            query.set("where_clause", expression);
        }
        boolean grouped = query.path("group_expressions").size() > 0;
        ArrayNode items = Ast.list(query, "select_list");
        items.forEach(item -> hide(item, sources));
        items.add(Ast.expression(connection, (grouped ? "min(" + number + ")" : number) + " AS " + COLUMN));
    }

    /** Below a derived table the column is there already: a star must not bring it up. */
    private static void hide(JsonNode item, List<Source> sources) {
        if (!Ast.type(item).equals("STAR")) {
            return;
        }
        String relation = Ast.text(item, "relation_name");
        boolean brings = sources.stream()
                .anyMatch(source ->
                        source.isDerived() && (relation.isEmpty() || relation.equalsIgnoreCase(source.alias())));
        if (brings) {
            Ast.list(item, "exclude_list").add(COLUMN);
        }
    }

    private static void replaceFunction(JsonNode node, ObjectNode by) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (Ast.isFunction(array.get(i), "block_num")) {
                    array.set(i, named(by, array.get(i)));
                } else {
                    replaceFunction(array.get(i), by);
                }
            }
        } else if (node instanceof ObjectNode object && !Ast.type(object).equals("SUBQUERY")) {
            List<String> fields = new ArrayList<>();
            object.fieldNames().forEachRemaining(fields::add);
            for (String field : fields) {
                if (Ast.isFunction(object.path(field), "block_num")) {
                    object.set(field, named(by, object.path(field)));
                } else {
                    replaceFunction(object.path(field), by);
                }
            }
        }
    }

    private static ObjectNode named(ObjectNode expression, JsonNode replaced) {
        return expression.deepCopy().put("alias", Ast.text(replaced, "alias"));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
