package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.devnet.internal.table.Table;
import java.util.Set;

/**
 * What a stream cannot do: whatever needs more than the rows of its new blocks. Aggregates and DISTINCT that are led by
 * {@code _block_num} need no more.
 */
final class StreamRules {
    private final Set<String> aggregates;

    StreamRules(Set<String> aggregates) {
        this.aggregates = aggregates;
    }

    void check(JsonNode query) {
        for (JsonNode entry : Ast.commonTables(query)) {
            check(Ast.commonTableQuery(entry));
        }
        checkModifiers(query);
        switch (Ast.type(query)) {
            case "SELECT_NODE" -> checkSelect(query);
            case "SET_OPERATION_NODE" -> checkSetOperation(query);
            case "RECURSIVE_CTE_NODE" -> throw Refusal.notIncremental("RecursiveQuery");
            default -> throw Refusal.notIncremental(Ast.type(query));
        }
    }

    private static void checkModifiers(JsonNode query) {
        for (JsonNode modifier : query.path("modifiers")) {
            switch (Ast.type(modifier)) {
                case "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER" -> throw Refusal.notIncremental("Limit");
                case "ORDER_MODIFIER" -> throw Refusal.notIncremental("Sort");
                case "DISTINCT_MODIFIER" -> {
                    if (!isBlockNumber(query.path("select_list").path(0))) {
                        throw Refusal.notIncremental("Distinct");
                    }
                }
                default -> throw Refusal.notIncremental(Ast.type(modifier));
            }
        }
    }

    private void checkSetOperation(JsonNode query) {
        if (!Ast.text(query, "setop_type").equals("UNION")) {
            throw Refusal.notIncremental("Join");
        }
        if (!query.path("setop_all").asBoolean()) {
            throw Refusal.notIncremental("Distinct");
        }
        query.path("children").forEach(this::check);
    }

    private void checkSelect(JsonNode query) {
        boolean grouped = query.path("group_expressions").size() > 0;
        boolean ledByBlock = grouped && isBlockNumber(groupKey(query));
        checkExpressions(query.path("select_list"), ledByBlock);
        checkExpressions(query.path("where_clause"), false);
        checkExpressions(query.path("having"), ledByBlock);
        checkExpressions(query.path("qualify"), false);
        if (grouped && !ledByBlock) {
            throw Refusal.notIncremental("Aggregate");
        }
        if (query.path("group_sets").size() > 1) {
            throw Refusal.notIncremental("Aggregate");
        }
        checkFrom(query.path("from_table"));
    }

    /** The first key of GROUP BY; a number there means a column of the result. */
    private static JsonNode groupKey(JsonNode query) {
        JsonNode key = query.path("group_expressions").path(0);
        String position = key.path("literal").path("text").asText("");
        if (position.matches("\\d{1,4}")) {
            return query.path("select_list").path(Integer.parseInt(position) - 1);
        }
        return key;
    }

    private static boolean isBlockNumber(JsonNode expression) {
        if (Ast.isFunction(expression, "block_num")) {
            return true;
        }
        JsonNode names = expression.path("column_names");
        return names.size() > 0 && names.get(names.size() - 1).asText().equalsIgnoreCase(Table.BLOCK_NUM);
    }

    private void checkExpressions(JsonNode expressions, boolean aggregatesAllowed) {
        Ast.walk(expressions, node -> {
            String kind = node.path("class").asText("");
            if (kind.equals("WINDOW")) {
                throw Refusal.notIncremental("Window");
            }
            if (kind.equals("SUBQUERY")) {
                throw Refusal.notIncremental("Subquery");
            }
            boolean aggregate =
                    kind.equals("FUNCTION") && aggregates.contains(Ast.lower(Ast.text(node, "function_name")));
            if (aggregate && !aggregatesAllowed) {
                throw Refusal.notIncremental("Aggregate");
            }
        });
    }

    private void checkFrom(JsonNode from) {
        switch (Ast.type(from)) {
            case "BASE_TABLE" -> {}
            case "SUBQUERY" -> check(Ast.subquery(from));
            case "JOIN" -> checkJoin(from);
            default -> throw new Refusal("streaming queries must read a table");
        }
    }

    private void checkJoin(JsonNode join) {
        String side = Ast.text(join, "join_type");
        if (!side.equals("INNER")) {
            throw Refusal.notIncremental("Join(" + side.charAt(0) + Ast.lower(side.substring(1)) + ")");
        }
        for (String each : new String[] {"left", "right"}) {
            if (Ast.type(join.path(each)).equals("JOIN")) {
                throw Refusal.notIncremental("nested Join");
            }
            checkFrom(join.path(each));
        }
    }
}
