package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/** Turns a column of text into what it stands for. */
final class LabelText {
    private static final int LONGEST_QUOTE = 60;

    private final VarCharVector text;
    private final IntFunction<String> place;

    LabelText(VarCharVector text, IntFunction<String> place) {
        this.text = text;
        this.place = place;
    }

    /** The column; text that stays text is moved. */
    FieldVector as(LabelType type, BufferAllocator allocator) {
        if (type == LabelType.TEXT) {
            return LabelColumns.moved(text, allocator);
        }
        FieldVector made = vector(type, allocator);
        try {
            made.setInitialCapacity(text.getValueCount());
            made.allocateNew();
            fill(made);
            made.setValueCount(text.getValueCount());
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private FieldVector vector(LabelType type, BufferAllocator allocator) {
        String name = text.getName();
        return switch (type) {
            case TEXT -> new VarCharVector(name, allocator);
            case BINARY -> new VarBinaryVector(name, allocator);
            case INTEGER -> new BigIntVector(name, allocator);
            case DOUBLE -> new Float8Vector(name, allocator);
            case BOOLEAN -> new BitVector(name, allocator);
        };
    }

    private void fill(FieldVector made) {
        if (made instanceof VarBinaryVector bytes) {
            fillBytes(bytes);
            return;
        }
        for (int row = 0; row < text.getValueCount(); row++) {
            if (!text.isNull(row)) {
                set(made, row, new String(text.get(row), StandardCharsets.UTF_8));
            }
        }
    }

    private void fillBytes(VarBinaryVector made) {
        try (ArrowBuf value = text.getAllocator().buffer(longest() / 2 + 1)) {
            for (int row = 0; row < text.getValueCount(); row++) {
                if (text.isNull(row)) {
                    continue;
                }
                long from = text.getDataBuffer().memoryAddress() + text.getStartOffset(row);
                int length = Hex.decode(from, text.getValueLength(row), value.memoryAddress());
                if (length < 0) {
                    throw bad(row, "is no hex; for a column of plain text say so: its type is TEXT");
                }
                made.setSafe(row, 0, length, value);
            }
        }
    }

    private long longest() {
        long longest = 0;
        for (int row = 0; row < text.getValueCount(); row++) {
            longest = Math.max(longest, text.isNull(row) ? 0 : text.getValueLength(row));
        }
        return longest;
    }

    private void set(FieldVector made, int row, String value) {
        try {
            if (made instanceof BigIntVector integers) {
                integers.setSafe(row, Long.parseLong(value));
            } else if (made instanceof Float8Vector numbers) {
                numbers.setSafe(row, Double.parseDouble(value));
            } else {
                ((BitVector) made).setSafe(row, truth(value, row));
            }
        } catch (NumberFormatException e) {
            throw bad(row, "is no number of its type");
        }
    }

    private int truth(String value, int row) {
        if (value.equalsIgnoreCase("true")) {
            return 1;
        }
        if (value.equalsIgnoreCase("false")) {
            return 0;
        }
        throw bad(row, "is neither true nor false");
    }

    private AmpException bad(int row, String what) {
        String value = new String(text.get(row), StandardCharsets.UTF_8);
        String shown = value.length() > LONGEST_QUOTE ? value.substring(0, LONGEST_QUOTE) + "…" : value;
        return new AmpException(LabelError.VALUE, place.apply(row) + ": '" + shown + "' " + what);
    }
}
