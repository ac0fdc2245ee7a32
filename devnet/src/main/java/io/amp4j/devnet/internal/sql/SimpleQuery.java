package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.sql.Planner.Mode;
import io.amp4j.devnet.internal.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code SELECT columns FROM table [WHERE simple] [LIMIT n]}, and the same over such a query in brackets: what most
 * streams are. They need no SQL engine, neither its start nor its JVM flag. Whatever is not exactly that is left to the engine.
 */
final class SimpleQuery {
    /** Words that begin something else than a column. */
    private static final Set<String> OTHER_BEGINNINGS =
            Set.of("distinct", "all", "case", "cast", "null", "true", "false", "not", "x", "from");

    private final Catalogue catalogue;
    private final TokenCursor tokens;
    private final Mode mode;
    private @Nullable Refusal mistake;

    private SimpleQuery(List<Token> tokens, Catalogue catalogue, Mode mode) {
        this.tokens = new TokenCursor(tokens);
        this.catalogue = catalogue;
        this.mode = mode;
    }

    /** A column of the result: which of the table's, and as what. */
    private record Output(int column, Field field) {}

    /** One of the selected: all columns, a column, or the function {@code block_num()}. */
    private record Item(boolean isStar, String column, String as) {}

    /** What was read: a table, what is taken of it, and which rows. */
    private record Selection(Catalogue.Found from, List<Output> outputs, Optional<Condition> filter, long limit) {}

    static Optional<Plan> parse(Statement statement, Catalogue catalogue, Mode mode) {
        SimpleQuery query = new SimpleQuery(statement.tokens(), catalogue, mode);
        try {
            Selection selection = query.selection();
            query.require(query.tokens.isAtEnd());
            if (query.mistake != null) {
                throw query.mistake;
            }
            return Optional.of(plan(selection));
        } catch (NotSimpleException e) {
            return Optional.empty();
        }
    }

    private static Plan plan(Selection selection) {
        List<Integer> columns = selection.outputs().stream().map(Output::column).toList();
        List<Field> fields = selection.outputs().stream().map(Output::field).toList();
        return new TablePlan(
                selection.from().dataset(),
                selection.from().table(),
                columns,
                fields,
                selection.filter(),
                selection.limit());
    }

    private Selection selection() throws NotSimpleException {
        require(tokens.skip("select"));
        List<Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (tokens.skipSymbol(","));
        require(tokens.skip("from"));
        Selection from = tokens.skipSymbol("(") ? bracket() : table();
        List<Output> outputs = outputs(items, from);
        Optional<Condition> filter = from.filter();
        if (tokens.skip("where")) {
            Condition condition = new ConditionParser(tokens, columns(from)).parse();
            requireSupported(condition, from.from().table().fields());
            filter = Optional.of(filter.<Condition>map(inner -> new Condition.And(inner, condition))
                    .orElse(condition));
        }
        long limit = limit();
        if (limit < Long.MAX_VALUE && mode == Mode.STREAM) {
            throw Refusal.notIncremental("Limit");
        }
        return new Selection(from.from(), outputs, filter, limit);
    }

    private Selection bracket() throws NotSimpleException {
        Selection inner = selection();
        require(tokens.skipSymbol(")") && inner.limit() == Long.MAX_VALUE);
        if (tokens.skip("as") || (tokens.peek().isName() && !isClause(tokens.peek()))) {
            require(tokens.take().isName());
        }
        return inner;
    }

    private static boolean isClause(Token token) {
        return token.kind() == Token.Kind.WORD && Set.of("where", "limit").contains(token.text());
    }

    private Selection table() throws NotSimpleException {
        require(tokens.peek().isName() && tokens.peekNext().isSymbol("."));
        String schema = tokens.take().text();
        tokens.take();
        require(tokens.peek().isName());
        Catalogue.Found found = catalogue.find(schema, tokens.take().text());
        List<Output> all = new ArrayList<>();
        for (Field field : found.table().fields()) {
            all.add(new Output(all.size(), field));
        }
        return new Selection(found, all, Optional.empty(), Long.MAX_VALUE);
    }

    private Item item() throws NotSimpleException {
        if (tokens.skipSymbol("*")) {
            return new Item(true, "", "");
        }
        Token token = tokens.peek();
        require(token.isName());
        require(token.kind() == Token.Kind.QUOTED || !OTHER_BEGINNINGS.contains(token.text()));
        String column = tokens.take().text();
        if (column.equals("block_num") && tokens.skipSymbol("(")) {
            require(tokens.skipSymbol(")"));
            return new Item(false, "", alias("block_num()"));
        }
        return new Item(false, column, alias(column));
    }

    private String alias(String otherwise) throws NotSimpleException {
        if (!tokens.skip("as")) {
            return otherwise;
        }
        require(tokens.peek().isName());
        return tokens.take().text();
    }

    private long limit() throws NotSimpleException {
        if (!tokens.skip("limit")) {
            return Long.MAX_VALUE;
        }
        String digits = tokens.take().text();
        require(digits.matches("\\d{1,18}"));
        return Long.parseLong(digits);
    }

    private List<Output> outputs(List<Item> items, Selection from) throws NotSimpleException {
        List<Output> outputs = new ArrayList<>();
        for (Item item : items) {
            if (item.isStar()) {
                outputs.addAll(from.outputs());
                continue;
            }
            int column = item.column().isEmpty() ? blockNumber(from) : index(item.column(), from);
            Field field = from.from().table().fields().get(column);
            outputs.add(new Output(
                    column,
                    new Field(
                            item.as(), new FieldType(field.isNullable(), field.getType(), null), field.getChildren())));
        }
        return outputs;
    }

    private ConditionParser.Columns columns(Selection from) {
        return new ConditionParser.Columns() {
            @Override
            public int index(String name) {
                return SimpleQuery.this.index(name, from);
            }

            @Override
            public int blockNumber() {
                return SimpleQuery.this.blockNumber(from);
            }
        };
    }

    /** A name that is not there is the query's mistake only if the query is a simple one: that shows at its end. */
    private int index(String name, Selection from) {
        for (Output output : from.outputs()) {
            if (output.field().getName().equals(name)) {
                return output.column();
            }
        }
        List<String> names =
                from.outputs().stream().map(output -> output.field().getName()).toList();
        if (mistake == null) {
            mistake = new Refusal(
                    "Schema error: No field named " + name + ". Valid fields are " + String.join(", ", names) + ".");
        }
        return 0;
    }

    private int blockNumber(Selection from) {
        if (mode == Mode.BATCH) {
            throw new Refusal("Error during planning: block_num() is supported in streaming queries only");
        }
        List<String> names =
                from.from().table().fields().stream().map(Field::getName).toList();
        return names.indexOf(Table.BLOCK_NUM);
    }

    private static void requireSupported(Condition condition, List<Field> fields) throws NotSimpleException {
        boolean supported = true;
        if (condition instanceof Condition.And and) {
            requireSupported(and.left(), fields);
            requireSupported(and.right(), fields);
        } else if (condition instanceof Condition.Or or) {
            requireSupported(or.left(), fields);
            requireSupported(or.right(), fields);
        } else if (condition instanceof Condition.Not not) {
            requireSupported(not.condition(), fields);
        } else if (condition instanceof Condition.Compare compare) {
            supported = RowFilter.supports(fields.get(compare.column()), compare.value());
        } else if (condition instanceof Condition.IsTrue isTrue) {
            supported = fields.get(isTrue.column()).getType() instanceof ArrowType.Bool;
        }
        if (!supported) {
            throw new NotSimpleException();
        }
    }

    private void require(boolean simple) throws NotSimpleException {
        if (!simple) {
            throw new NotSimpleException();
        }
    }
}
