package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Reads {@code SELECT columns FROM table [LIMIT n]}: the queries that need no SQL engine, and so neither its start nor its
 * speed. Whatever is not exactly that is left to the engine.
 */
final class SimpleQuery {
    /** Words that begin something else than a column. */
    private static final Set<String> OTHER_BEGINNINGS =
            Set.of("distinct", "all", "case", "cast", "null", "true", "false", "not", "x", "from");

    private final Catalogue catalogue;
    private final List<Token> tokens;
    private final Planner.Mode mode;
    private int at;

    private SimpleQuery(List<Token> tokens, Catalogue catalogue, Planner.Mode mode) {
        this.tokens = tokens;
        this.catalogue = catalogue;
        this.mode = mode;
    }

    /** One of the selected: all columns, a column, or the function {@code block_num()}. */
    private record Item(boolean isStar, String column, String as) {}

    static Optional<Plan> parse(Statement statement, Catalogue catalogue, Planner.Mode mode) {
        return new SimpleQuery(statement.tokens(), catalogue, mode).query();
    }

    private Optional<Plan> query() {
        if (!skip("select")) {
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        do {
            Optional<Item> item = item();
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
        } while (skipSymbol(","));
        return skip("from") ? from(items) : Optional.empty();
    }

    private Optional<Item> item() {
        if (skipSymbol("*")) {
            return Optional.of(new Item(true, "", ""));
        }
        if (!isPlainName()) {
            return Optional.empty();
        }
        String column = take().text();
        if (column.equals("block_num") && skipSymbol("(")) {
            if (!skipSymbol(")")) {
                return Optional.empty();
            }
            if (mode == Planner.Mode.BATCH) {
                throw new Refusal("Error during planning: block_num() is supported in streaming queries only");
            }
            return Optional.of(new Item(false, Table.BLOCK_NUM, alias("block_num()")));
        }
        return Optional.of(new Item(false, column, alias(column)));
    }

    private String alias(String otherwise) {
        if (skip("as") && peek().isName()) {
            return take().text();
        }
        return otherwise;
    }

    private Optional<Plan> from(List<Item> items) {
        if (!peek().isName() || !tokens.get(at + 1).isSymbol(".")) {
            return Optional.empty();
        }
        String schema = take().text();
        at++;
        if (!peek().isName()) {
            return Optional.empty();
        }
        String table = take().text();
        long limit = Long.MAX_VALUE;
        if (peek().isWord("limit") && tokens.get(at + 1).kind() == Token.Kind.NUMBER) {
            at++;
            Optional<Long> number = number(take().text());
            if (number.isEmpty()) {
                return Optional.empty();
            }
            limit = number.get();
        }
        if (peek().kind() != Token.Kind.END) {
            return Optional.empty();
        }
        if (limit < Long.MAX_VALUE && mode == Planner.Mode.STREAM) {
            throw Refusal.notIncremental("Limit");
        }
        return plan(items, catalogue.find(schema, table), limit);
    }

    private static Optional<Long> number(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Plan> plan(List<Item> items, Catalogue.Found found, long limit) {
        List<Field> all = found.table().fields();
        List<Integer> columns = new ArrayList<>();
        List<Field> output = new ArrayList<>();
        for (Item item : items) {
            if (item.isStar()) {
                for (int i = 0; i < all.size(); i++) {
                    columns.add(i);
                    output.add(all.get(i));
                }
            } else {
                int column = column(all, item.column());
                columns.add(column);
                Field field = all.get(column);
                output.add(new Field(
                        item.as(), new FieldType(field.isNullable(), field.getType(), null), field.getChildren()));
            }
        }
        if (columns.stream().distinct().count() < columns.size()) {
            return Optional.empty();
        }
        return Optional.of(new TablePlan(found.dataset(), found.table(), columns, output, limit));
    }

    private static int column(List<Field> fields, String name) {
        List<String> names = fields.stream().map(Field::getName).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new Refusal(
                    "Schema error: No field named " + name + ". Valid fields are " + String.join(", ", names) + ".");
        }
        return index;
    }

    private boolean isPlainName() {
        Token token = peek();
        if (token.kind() == Token.Kind.WORD) {
            return !OTHER_BEGINNINGS.contains(token.text());
        }
        return token.kind() == Token.Kind.QUOTED;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }

    private boolean skip(String keyword) {
        if (peek().isWord(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean skipSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }
}
