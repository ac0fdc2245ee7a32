package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.sql.Condition.Literal;
import io.amp4j.devnet.internal.sql.Condition.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A condition over the rows of a root, with SQL's three truth values. */
interface RowFilter {
    /** What a condition says of a row. */
    enum Truth {
        NO,
        UNKNOWN,
        YES;

        Truth not() {
            return switch (this) {
                case NO -> YES;
                case UNKNOWN -> UNKNOWN;
                case YES -> NO;
            };
        }

        Truth and(Truth other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES ? other : UNKNOWN;
        }

        Truth or(Truth other) {
            return not().and(other.not()).not();
        }

        static Truth of(boolean holds) {
            return holds ? YES : NO;
        }
    }

    /** What the condition says of a row of the root. */
    Truth test(int row);

    /** Whether values can be compared with such a column without an engine. */
    static boolean supports(Field column, Literal value) {
        ArrowType type = column.getType();
        if (value instanceof Literal.Whole) {
            boolean decimal = type instanceof ArrowType.Decimal number && number.getBitWidth() == 128;
            return decimal || (type instanceof ArrowType.Int number && isSupported(number));
        }
        if (value instanceof Literal.Text) {
            return type instanceof ArrowType.Utf8;
        }
        return type instanceof ArrowType.FixedSizeBinary || type instanceof ArrowType.Binary;
    }

    private static boolean isSupported(ArrowType.Int type) {
        return type.getIsSigned() ? type.getBitWidth() == 32 : type.getBitWidth() >= 32;
    }

    /** The condition over the vectors of a root, whose contents may change. */
    static RowFilter of(Condition condition, VectorSchemaRoot root) {
        if (condition instanceof Condition.And and) {
            RowFilter left = of(and.left(), root);
            RowFilter right = of(and.right(), root);
            return row -> left.test(row).and(right.test(row));
        }
        if (condition instanceof Condition.Or or) {
            RowFilter left = of(or.left(), root);
            RowFilter right = of(or.right(), root);
            return row -> left.test(row).or(right.test(row));
        }
        if (condition instanceof Condition.Not not) {
            RowFilter inner = of(not.condition(), root);
            return row -> inner.test(row).not();
        }
        if (condition instanceof Condition.IsNull isNull) {
            FieldVector vector = root.getVector(isNull.column());
            return row -> Truth.of(vector.isNull(row));
        }
        if (condition instanceof Condition.IsTrue isTrue) {
            BitVector bits = (BitVector) root.getVector(isTrue.column());
            return row -> bits.isNull(row) ? Truth.UNKNOWN : Truth.of(bits.get(row) == 1);
        }
        return comparison((Condition.Compare) condition, root);
    }

    private static RowFilter comparison(Condition.Compare compare, VectorSchemaRoot root) {
        FieldVector vector = root.getVector(compare.column());
        IntUnaryOperator order = order(vector, compare.value());
        Operator operator = compare.operator();
        return row -> vector.isNull(row) ? Truth.UNKNOWN : Truth.of(operator.holds(order.applyAsInt(row)));
    }

    private static IntUnaryOperator order(FieldVector vector, Literal literal) {
        if (literal instanceof Literal.Whole number) {
            return order(vector, number.value());
        }
        byte[] value = literal instanceof Literal.Text text
                ? text.value().getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(((Literal.Bytes) literal).hex());
        if (vector instanceof FixedSizeBinaryVector bytes) {
            return row -> Arrays.compareUnsigned(bytes.get(row), value);
        }
        if (vector instanceof VarBinaryVector bytes) {
            return row -> Arrays.compareUnsigned(bytes.get(row), value);
        }
        VarCharVector texts = (VarCharVector) vector;
        return row -> Arrays.compareUnsigned(texts.get(row), value);
    }

    private static IntUnaryOperator order(FieldVector vector, BigInteger value) {
        if (vector instanceof UInt8Vector numbers) {
            if (value.bitLength() > Long.SIZE) {
                return row -> -1;
            }
            long bits = value.longValue();
            return row -> Long.compareUnsigned(numbers.get(row), bits);
        }
        if (vector instanceof UInt4Vector numbers) {
            return row ->
                    BigInteger.valueOf(Integer.toUnsignedLong(numbers.get(row))).compareTo(value);
        }
        if (vector instanceof IntVector numbers) {
            return row -> BigInteger.valueOf(numbers.get(row)).compareTo(value);
        }
        DecimalVector decimals = (DecimalVector) vector;
        BigDecimal exact = new BigDecimal(value);
        return row -> decimals.getObject(row).compareTo(exact);
    }
}
