package io.amp4j.cli.output;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;

/** Cells of strings and bytes: all that differs is where a value's bytes lie, and how they are written. */
final class ByteCells {
    private ByteCells() {}

    /** Writes {@code count} bytes that lie at {@code from}. */
    private interface BytesWriter {
        void write(Text out, ArrowBuf source, long from, long count);
    }

    static boolean isText(ValueVector vector) {
        return vector instanceof VarCharVector
                || vector instanceof LargeVarCharVector
                || vector instanceof ViewVarCharVector;
    }

    static Cell hex(ValueVector vector) {
        if (vector instanceof ViewVarBinaryVector view) {
            return (row, out) -> out.hex(view.get(row));
        }
        return located(vector, Text::hex);
    }

    static Cell text(ValueVector vector) {
        if (vector instanceof ViewVarCharVector view) {
            return (row, out) -> out.raw(view.get(row));
        }
        return located(vector, Text::utf8);
    }

    /** Text escaped for the inside of a JSON string. */
    static Cell jsonText(ValueVector vector) {
        if (vector instanceof ViewVarCharVector view) {
            return (row, out) -> {
                byte[] value = view.get(row);
                out.jsonEscaped(value, value.length);
            };
        }
        return located(vector, Text::jsonUtf8);
    }

    private static Cell located(ValueVector vector, BytesWriter writer) {
        if (vector instanceof FixedSizeBinaryVector fixed) {
            int width = fixed.getByteWidth();
            return (row, out) -> writer.write(out, fixed.getDataBuffer(), (long) row * width, width);
        }
        if (vector instanceof BaseLargeVariableWidthVector large) {
            return (row, out) -> {
                ArrowBuf offsets = large.getOffsetBuffer();
                long start = offsets.getLong((long) row * Long.BYTES);
                long end = offsets.getLong((long) (row + 1) * Long.BYTES);
                writer.write(out, large.getDataBuffer(), start, end - start);
            };
        }
        BaseVariableWidthVector variable = (BaseVariableWidthVector) vector;
        return (row, out) -> {
            int start = variable.getStartOffset(row);
            writer.write(out, variable.getDataBuffer(), start, variable.getEndOffset(row) - start);
        };
    }
}
