package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.sql.Condition.Literal;
import io.amp4j.devnet.internal.sql.Condition.Operator;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the simplest filters: comparisons of a column with a value, joined by AND, OR and NOT. */
final class ConditionParser {
    private static final Set<String> KEYWORDS =
            Set.of("case", "cast", "exists", "null", "interval", "timestamp", "date");

    private final TokenCursor tokens;
    private final Columns columns;

    /** Finds columns. */
    interface Columns {
        int index(String name) throws NotSimpleException;

        int blockNumber() throws NotSimpleException;
    }

    ConditionParser(TokenCursor tokens, Columns columns) {
        this.tokens = tokens;
        this.columns = columns;
    }

    Condition parse() throws NotSimpleException {
        Condition left = conjunction();
        while (tokens.skip("or")) {
            left = new Condition.Or(left, conjunction());
        }
        return left;
    }

    private Condition conjunction() throws NotSimpleException {
        Condition left = negation();
        while (tokens.skip("and")) {
            left = new Condition.And(left, negation());
        }
        return left;
    }

    private Condition negation() throws NotSimpleException {
        if (tokens.skip("not")) {
            return new Condition.Not(negation());
        }
        if (tokens.skipSymbol("(")) {
            Condition inner = parse();
            expect(")");
            return inner;
        }
        return predicate();
    }

    private Condition predicate() throws NotSimpleException {
        Optional<Literal> first = literal();
        if (first.isPresent()) {
            Operator operator = operator().orElseThrow(NotSimpleException::new);
            return new Condition.Compare(column(), operator.mirrored(), first.get());
        }
        int column = column();
        if (tokens.skip("is")) {
            boolean negated = tokens.skip("not");
            require(tokens.skip("null"));
            return negated(negated, new Condition.IsNull(column));
        }
        boolean negated = tokens.skip("not");
        if (tokens.skip("between")) {
            Condition from = new Condition.Compare(column, Operator.GREATER_OR_EQUAL, value());
            require(tokens.skip("and"));
            Condition to = new Condition.Compare(column, Operator.LESS_OR_EQUAL, value());
            return negated(negated, new Condition.And(from, to));
        }
        if (tokens.skip("in")) {
            return negated(negated, oneOf(column));
        }
        require(!negated);
        Optional<Operator> operator = operator();
        return operator.isPresent()
                ? new Condition.Compare(column, operator.get(), value())
                : new Condition.IsTrue(column);
    }

    private static Condition negated(boolean negated, Condition condition) {
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition oneOf(int column) throws NotSimpleException {
        expect("(");
        Condition any = new Condition.Compare(column, Operator.EQUAL, value());
        while (tokens.skipSymbol(",")) {
            any = new Condition.Or(any, new Condition.Compare(column, Operator.EQUAL, value()));
        }
        expect(")");
        return any;
    }

    private int column() throws NotSimpleException {
        Token token = tokens.peek();
        require(token.isName() && !KEYWORDS.contains(token.text()));
        String name = tokens.take().text();
        if (name.equals("block_num") && tokens.skipSymbol("(")) {
            expect(")");
            return columns.blockNumber();
        }
        return columns.index(name);
    }

    private Optional<Operator> operator() {
        if (tokens.skipSymbol("=")) {
            return Optional.of(Operator.EQUAL);
        }
        if (tokens.peek().isSymbol("!") && tokens.peekNext().isSymbol("=")) {
            tokens.take();
            tokens.take();
            return Optional.of(Operator.NOT_EQUAL);
        }
        if (tokens.skipSymbol("<")) {
            if (tokens.skipSymbol(">")) {
                return Optional.of(Operator.NOT_EQUAL);
            }
            return Optional.of(tokens.skipSymbol("=") ? Operator.LESS_OR_EQUAL : Operator.LESS);
        }
        if (tokens.skipSymbol(">")) {
            return Optional.of(tokens.skipSymbol("=") ? Operator.GREATER_OR_EQUAL : Operator.GREATER);
        }
        return Optional.empty();
    }

    private Literal value() throws NotSimpleException {
        return literal().orElseThrow(NotSimpleException::new);
    }

    private Optional<Literal> literal() throws NotSimpleException {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.NUMBER) {
            require(token.text().matches("\\d{1,80}"));
            return Optional.of(new Literal.Whole(new BigInteger(tokens.take().text())));
        }
        if (token.kind() == Token.Kind.STRING) {
            return Optional.of(new Literal.Text(tokens.take().text()));
        }
        if (token.isWord("x") && tokens.peekNext().kind() == Token.Kind.STRING) {
            tokens.take();
            String hex = tokens.take().text().toLowerCase(Locale.ROOT);
            require(hex.matches("([0-9a-f]{2})*"));
            return Optional.of(new Literal.Bytes(hex));
        }
        return Optional.empty();
    }

    private void expect(String symbol) throws NotSimpleException {
        require(tokens.skipSymbol(symbol));
    }

    private static void require(boolean simple) throws NotSimpleException {
        if (!simple) {
            throw new NotSimpleException();
        }
    }
}
