package io.amp4j.devnet.internal.sql;

import java.math.BigInteger;

/** A filter over columns of one table, by their index. */
sealed interface Condition {
    /** All of them hold. */
    record And(Condition left, Condition right) implements Condition {}

    /** At least one of them holds. */
    record Or(Condition left, Condition right) implements Condition {}

    /** It does not hold. */
    record Not(Condition condition) implements Condition {}

    /** A column has no value. */
    record IsNull(int column) implements Condition {}

    /** A column of truth values. */
    record IsTrue(int column) implements Condition {}

    /** A column compared with a value. */
    record Compare(int column, Operator operator, Literal value) implements Condition {}

    /** How two values are compared. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }

        /** The operator with its sides exchanged. */
        Operator mirrored() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
                default -> this;
            };
        }
    }

    /** A value in a query. */
    sealed interface Literal {
        /** A whole number. */
        record Whole(BigInteger value) implements Literal {}

        /** A text. */
        record Text(String value) implements Literal {}

        /** Bytes, as hex digits. */
        record Bytes(String hex) implements Literal {}
    }
}
