package io.amp4j.cli.output;

import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;

/** Chooses the cell of a vector by its type. */
final class Cells {
    private Cells() {}

    /** The value as people read it, without quotes. */
    static Column plain(ValueVector vector) {
        return switch (vector.getMinorType()) {
            case TINYINT -> number(vector, (row, out) -> out.number(((TinyIntVector) vector).get(row)));
            case SMALLINT -> number(vector, (row, out) -> out.number(((SmallIntVector) vector).get(row)));
            case INT -> number(vector, (row, out) -> out.number(((IntVector) vector).get(row)));
            case BIGINT -> number(vector, (row, out) -> out.number(((BigIntVector) vector).get(row)));
            case UINT1 -> number(vector, (row, out) -> out.number(((UInt1Vector) vector).get(row) & 0xff));
            case UINT2 -> number(vector, (row, out) -> out.number(((UInt2Vector) vector).get(row)));
            case UINT4 -> number(vector, (row, out) -> out.number(((UInt4Vector) vector).get(row) & 0xffffffffL));
            case UINT8 -> number(vector, (row, out) -> out.unsigned(((UInt8Vector) vector).get(row)));
            case FLOAT2 ->
                number(
                        vector,
                        (row, out) -> out.text(Float.toString(Float16.toFloat(((Float2Vector) vector).get(row)))));
            case FLOAT4 -> number(vector, (row, out) -> out.text(Float.toString(((Float4Vector) vector).get(row))));
            case FLOAT8 -> number(vector, (row, out) -> out.text(Double.toString(((Float8Vector) vector).get(row))));
            case DECIMAL ->
                new Column(
                        vector,
                        Shape.DECIMAL,
                        (row, out) ->
                                out.text(((DecimalVector) vector).getObject(row).toPlainString()));
            case DECIMAL256 ->
                new Column(
                        vector,
                        Shape.DECIMAL,
                        (row, out) -> out.text(
                                ((Decimal256Vector) vector).getObject(row).toPlainString()));
            case BIT ->
                new Column(
                        vector,
                        Shape.LITERAL,
                        (row, out) -> out.text(((BitVector) vector).get(row) == 0 ? "false" : "true"));
            case EXTENSIONTYPE -> plain(((ExtensionTypeVector<?>) vector).getUnderlyingVector());
            case VARCHAR, LARGEVARCHAR, VIEWVARCHAR -> new Column(vector, Shape.TEXT, ByteCells.text(vector));
            case VARBINARY, LARGEVARBINARY, VIEWVARBINARY, FIXEDSIZEBINARY ->
                new Column(vector, Shape.PLAIN, ByteCells.hex(vector));
            case LIST, LARGELIST, LISTVIEW, FIXED_SIZE_LIST, STRUCT, MAP ->
                new Column(vector, Shape.JSON, NestedCells.of(vector));
            case NULL -> new Column(vector, Shape.LITERAL, (row, out) -> out.text("null"));
            case UNION, DENSEUNION, RUNENDENCODED, LARGELISTVIEW ->
                new Column(vector, Shape.TEXT, (row, out) -> out.text(String.valueOf(vector.getObject(row))));
            default -> new Column(vector, Shape.TIME, TimeCells.of(vector));
        };
    }

    /** The value as JSON; unlike the others, this cell writes nulls too. */
    static Cell json(ValueVector vector) {
        Column plain = plain(vector);
        Cell value = plain.cell();
        Cell json = switch (plain.shape()) {
            case LITERAL, JSON -> value;
            case NUMBER -> isFloating(vector) ? finiteOrQuoted(value) : value;
            case DECIMAL, TIME, PLAIN -> quoted(value);
            case TEXT -> ByteCells.isText(vector) ? quoted(ByteCells.jsonText(vector)) : escaped(vector);
        };
        return (row, out) -> {
            if (vector.isNull(row)) {
                out.text("null");
            } else {
                json.append(row, out);
            }
        };
    }

    private static Column number(ValueVector vector, Cell cell) {
        return new Column(vector, Shape.NUMBER, cell);
    }

    private static Cell quoted(Cell value) {
        return (row, out) -> {
            out.put('"');
            value.append(row, out);
            out.put('"');
        };
    }

    private static Cell escaped(ValueVector vector) {
        return (row, out) -> out.jsonString(String.valueOf(vector.getObject(row)));
    }

    private static boolean isFloating(ValueVector vector) {
        return switch (vector.getMinorType()) {
            case FLOAT2, FLOAT4, FLOAT8 -> true;
            default -> false;
        };
    }

    /** JSON has no number for NaN and the infinities: they become strings. */
    private static Cell finiteOrQuoted(Cell value) {
        Text scratch = new Text();
        return (row, out) -> {
            scratch.clear();
            value.append(row, scratch);
            byte last = scratch.at(scratch.length() - 1);
            boolean finite = last >= '0' && last <= '9';
            if (!finite) {
                out.put('"');
            }
            out.raw(scratch, 0, scratch.length());
            if (!finite) {
                out.put('"');
            }
        };
    }
}
