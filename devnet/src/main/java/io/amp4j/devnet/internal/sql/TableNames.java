package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds the tables that a query reads, and gives each place a name of its own in the engine. Changes the tree. */
final class TableNames {
    private final Catalogue catalogue;
    private final Set<String> columns = new HashSet<>();
    private boolean readsAllColumns;
    private boolean readsAgain;
    private final List<Occurrence> occurrences = new ArrayList<>();

    private TableNames(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * What was found.
     *
     * @param occurrences the places, in the order of their names
     * @param readsAgain whether the engine may read a place more than once
     */
    record Found(List<Occurrence> occurrences, boolean readsAgain) {}

    static Found replace(ObjectNode query, Catalogue catalogue) {
        TableNames names = new TableNames(catalogue);
        Ast.walk(query, names::noteColumns);
        names.query(query, Set.of());
        return new Found(List.copyOf(names.occurrences), names.readsAgain);
    }

    private void noteColumns(ObjectNode node) {
        if (Ast.type(node).equals("STAR")) {
            readsAllColumns = true;
        }
        if (Ast.type(node).equals("COLUMN_REF")) {
            ArrayNode path = Ast.list(node, "column_names");
            boolean qualifiedTwice =
                    path.size() > 2 && catalogue.has(path.get(0).asText());
            if (qualifiedTwice) {
                path.remove(0);
            }
            path.forEach(name -> columns.add(Ast.lower(name.asText())));
        }
        node.path("using_columns").forEach(name -> columns.add(Ast.lower(name.asText())));
    }

    private void query(ObjectNode query, Set<String> outer) {
        Set<String> named = new HashSet<>(outer);
        for (JsonNode entry : Ast.commonTables(query)) {
            query(Ast.commonTableQuery(entry), named);
            named.add(Ast.lower(Ast.text(entry, "key")));
            readsAgain = true;
        }
        if (Ast.type(query).equals("SET_OPERATION_NODE")) {
            query.path("children").forEach(child -> query((ObjectNode) child, named));
            return;
        }
        if (!Ast.type(query).equals("SELECT_NODE")) {
            throw new Refusal("This feature is not implemented: " + Ast.type(query));
        }
        from(query.path("from_table"), named);
        for (String part : List.of("select_list", "where_clause", "having", "qualify", "modifiers")) {
            subqueries(query.path(part), named);
        }
    }

    private void subqueries(JsonNode expressions, Set<String> named) {
        if (expressions.path("class").asText("").equals("SUBQUERY")) {
            readsAgain = true;
            query(Ast.subquery(expressions), named);
            subqueries(expressions.path("child"), named);
            return;
        }
        expressions.forEach(child -> subqueries(child, named));
    }

    private void from(JsonNode from, Set<String> named) {
        switch (Ast.type(from)) {
            case "BASE_TABLE" -> table((ObjectNode) from, named);
            case "SUBQUERY" -> query(Ast.subquery(from), named);
            case "JOIN" -> {
                from(from.path("left"), named);
                from(from.path("right"), named);
                subqueries(from.path("condition"), named);
            }
            case "EMPTY", "EXPRESSION_LIST" -> {}
            default -> throw new Refusal("This feature is not implemented: " + Ast.type(from) + " in FROM");
        }
    }

    private void table(ObjectNode node, Set<String> named) {
        String schema = Ast.text(node, "schema_name");
        String table = Ast.text(node, "table_name");
        if (schema.isEmpty()) {
            if (named.contains(Ast.lower(table))) {
                return;
            }
            throw Catalogue.unqualified(table);
        }
        Catalogue.Found found = catalogue.find(schema, table);
        String name = Occurrence.PREFIX + occurrences.size();
        occurrences.add(new Occurrence(name, found.dataset(), found.table(), used(found.table())));
        node.put("schema_name", "").put("catalog_name", "").put("table_name", name);
        node.withObject("/qualified_name").putArray("path").add(name);
        if (Ast.text(node, "alias").isEmpty()) {
            node.put("alias", table);
        }
    }

    private List<Integer> used(Table table) {
        return IntStream.range(0, table.fields().size())
                .filter(i -> {
                    String name = table.fields().get(i).getName();
                    return readsAllColumns || name.equals(Table.BLOCK_NUM) || columns.contains(Ast.lower(name));
                })
                .boxed()
                .toList();
    }
}
