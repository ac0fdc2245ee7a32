package io.amp4j.devnet.internal.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Follows the catalogue's types through a query. The engine has no byte strings of a fixed size, no time zone for nanoseconds
 * and other sums: where a column comes through unchanged, its type is the table's.
 */
final class ResultTypes {
    private static final Set<String> SAME_TYPE =
            Set.of("min", "max", "first", "last", "any_value", "arbitrary", "arg_min", "arg_max", "mode");

    private final Map<String, List<Field>> tables = new HashMap<>();
    private boolean keepsNotNull = true;

    /** A column of a table in FROM or of a result: its name, and its type if that is known. */
    private record Column(String name, Optional<Field> field) {}

    private record Source(String alias, List<Column> columns, Set<String> joinedBy) {}

    ResultTypes(List<Occurrence> occurrences) {
        occurrences.forEach(occurrence -> tables.put(occurrence.name(), occurrence.fields()));
    }

    /** The catalogue's type of each column of the result; empty where it is the engine's; nothing if they cannot be told. */
    Optional<List<Optional<Field>>> of(ObjectNode query) {
        Ast.walk(query, node -> {
            boolean outer = Ast.type(node).equals("JOIN")
                    && !Ast.text(node, "join_type").equals("INNER");
            boolean mayBringNulls = outer || node.path("group_sets").size() > 1;
            if (mayBringNulls) {
                keepsNotNull = false;
            }
        });
        return columns(query, Map.of())
                .map(columns -> columns.stream().map(Column::field).toList());
    }

    private Optional<List<Column>> columns(ObjectNode query, Map<String, List<Column>> outer) {
        Map<String, List<Column>> named = new HashMap<>(outer);
        for (JsonNode entry : Ast.commonTables(query)) {
            Optional<List<Column>> columns = columns(Ast.commonTableQuery(entry), named);
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            named.put(Ast.lower(Ast.text(entry, "key")), columns.get());
        }
        if (Ast.type(query).equals("SET_OPERATION_NODE")) {
            return setOperation(query, named);
        }
        List<Source> sources = new ArrayList<>();
        if (!from(query.path("from_table"), named, sources)) {
            return Optional.empty();
        }
        List<Column> result = new ArrayList<>();
        for (JsonNode item : query.path("select_list")) {
            if (!Ast.type(item).equals("STAR")) {
                result.add(new Column(name(item), type(item, sources)));
            } else if (!star(item, sources, result)) {
                return Optional.empty();
            }
        }
        return Optional.of(result);
    }

    /** A type is the table's if all sides agree on it. */
    private Optional<List<Column>> setOperation(ObjectNode query, Map<String, List<Column>> named) {
        List<Column> result = null;
        for (JsonNode child : query.path("children")) {
            Optional<List<Column>> columns = columns((ObjectNode) child, named);
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            if (result == null) {
                result = new ArrayList<>(columns.get());
            } else if (result.size() != columns.get().size()) {
                return Optional.empty();
            } else {
                for (int i = 0; i < result.size(); i++) {
                    if (!sameType(result.get(i), columns.get().get(i))) {
                        result.set(i, new Column(result.get(i).name(), Optional.empty()));
                    }
                }
            }
        }
        return Optional.ofNullable(result);
    }

    private static boolean sameType(Column one, Column other) {
        return one.field().isPresent()
                && other.field().isPresent()
                && one.field().get().getType().equals(other.field().get().getType());
    }

    private boolean from(JsonNode from, Map<String, List<Column>> named, List<Source> sources) {
        switch (Ast.type(from)) {
            case "EMPTY" -> {
                return true;
            }
            case "JOIN" -> {
                return join(from, named, sources);
            }
            case "SUBQUERY" -> {
                Optional<List<Column>> columns = columns(Ast.subquery(from), named);
                columns.ifPresent(found -> sources.add(source(from, Ast.text(from, "alias"), found)));
                return columns.isPresent();
            }
            case "BASE_TABLE" -> {
                String table = Ast.text(from, "table_name");
                List<Column> columns = tables.containsKey(table)
                        ? tables.get(table).stream()
                                .map(field -> new Column(field.getName(), Optional.of(field)))
                                .toList()
                        : named.get(Ast.lower(table));
                if (columns == null) {
                    return false;
                }
                String alias = Ast.text(from, "alias");
                sources.add(source(from, alias.isEmpty() ? table : alias, columns));
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static Source source(JsonNode from, String alias, List<Column> columns) {
        List<Column> renamed = new ArrayList<>(columns);
        JsonNode names = from.path("column_name_alias");
        for (int i = 0; i < names.size() && i < renamed.size(); i++) {
            renamed.set(i, new Column(names.get(i).asText(), renamed.get(i).field()));
        }
        return new Source(alias, renamed, new HashSet<>());
    }

    private boolean join(JsonNode join, Map<String, List<Column>> named, List<Source> sources) {
        if (!Ast.text(join, "ref_type").matches("REGULAR|CROSS") || !from(join.path("left"), named, sources)) {
            return false;
        }
        int right = sources.size();
        if (!from(join.path("right"), named, sources)) {
            return false;
        }
        for (JsonNode column : join.path("using_columns")) {
            for (Source source : sources.subList(right, sources.size())) {
                source.joinedBy().add(Ast.lower(column.asText()));
            }
        }
        return true;
    }

    private static boolean star(JsonNode star, List<Source> sources, List<Column> result) {
        if (star.path("replace_list").size() > 0
                || star.path("rename_list").size() > 0
                || star.path("qualified_exclude_list").size() > 0
                || star.path("columns").asBoolean()) {
            return false;
        }
        Set<String> excluded = new HashSet<>();
        star.path("exclude_list").forEach(name -> excluded.add(Ast.lower(name.asText())));
        String relation = Ast.text(star, "relation_name");
        for (Source source : sources) {
            if (!relation.isEmpty() && !relation.equalsIgnoreCase(source.alias())) {
                continue;
            }
            for (Column column : source.columns()) {
                String name = Ast.lower(column.name());
                boolean joined = relation.isEmpty() && source.joinedBy().contains(name);
                if (!joined && !excluded.contains(name)) {
                    result.add(column);
                }
            }
        }
        return true;
    }

    private static String name(JsonNode item) {
        String alias = Ast.text(item, "alias");
        JsonNode path = item.path("column_names");
        return alias.isEmpty() && path.size() > 0 ? path.get(path.size() - 1).asText() : alias;
    }

    private Optional<Field> type(JsonNode expression, List<Source> sources) {
        return switch (Ast.type(expression)) {
            case "COLUMN_REF" -> column(expression.path("column_names"), sources);
            case "FUNCTION" -> function(expression, sources);
            case "OPERATOR_COALESCE" -> common(children(expression.path("children")), sources);
            case "CASE_EXPR" -> common(branches(expression), sources);
            default -> Optional.empty();
        };
    }

    private Optional<Field> column(JsonNode path, List<Source> sources) {
        String name = Ast.lower(path.get(path.size() - 1).asText());
        String alias = path.size() > 1 ? path.get(path.size() - 2).asText() : "";
        for (Source source : sources) {
            if (!alias.isEmpty() && !alias.equalsIgnoreCase(source.alias())) {
                continue;
            }
            for (Column column : source.columns()) {
                if (Ast.lower(column.name()).equals(name)) {
                    return keepsNotNull ? column.field() : column.field().map(ResultTypes::nullable);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Field> function(JsonNode function, List<Source> sources) {
        String name = Ast.lower(Ast.text(function, "function_name"));
        JsonNode argument = function.path("arguments").path(0).path("expression");
        if (SAME_TYPE.contains(name)) {
            return type(argument, sources).map(ResultTypes::nullable);
        }
        if (name.equals("sum")) {
            return type(argument, sources).flatMap(ResultTypes::sum);
        }
        return Optional.empty();
    }

    /** As DataFusion adds: integers into 64 bits of their kind. */
    private static Optional<Field> sum(Field field) {
        if (field.getType() instanceof ArrowType.Int number) {
            ArrowType wide = new ArrowType.Int(64, number.getIsSigned());
            return Optional.of(new Field(field.getName(), FieldType.nullable(wide), null));
        }
        return Optional.empty();
    }

    private Optional<Field> common(List<JsonNode> expressions, List<Source> sources) {
        Optional<Field> result = Optional.empty();
        for (JsonNode expression : expressions) {
            if (expression.path("literal").path("kind").asText("").equals("NULL")) {
                continue;
            }
            Optional<Field> type = type(expression, sources);
            boolean differs = result.isPresent()
                    && type.isPresent()
                    && !result.get().getType().equals(type.get().getType());
            boolean other = type.isEmpty() || differs;
            if (other) {
                return Optional.empty();
            }
            result = type;
        }
        return result.map(ResultTypes::nullable);
    }

    private static List<JsonNode> children(JsonNode list) {
        List<JsonNode> children = new ArrayList<>();
        list.forEach(children::add);
        return children;
    }

    private static List<JsonNode> branches(JsonNode expression) {
        List<JsonNode> branches = new ArrayList<>();
        expression.path("case_checks").forEach(check -> branches.add(check.path("then_expr")));
        branches.add(expression.path("else_expr"));
        return branches;
    }

    private static Field nullable(Field field) {
        return new Field(
                field.getName(), new FieldType(true, field.getType(), field.getDictionary()), field.getChildren());
    }
}
