package io.amp4j.loader.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Columns whose values stand in one buffer. */
abstract class Plain extends TextColumn {
    @Nullable
    ArrowBuf data;

    @Override
    final void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    /** A column that has no values. */
    static final class Nothing extends TextColumn {
        @Override
        void bindValues(FieldVector vector) {
            // There is nothing to read.
        }

        @Override
        public void text(TextBuffer out, int row) {
            throw new IllegalStateException("null has no text");
        }
    }

    /** {@code true} and {@code false}. */
    static final class Bool extends Plain {
        private static final byte[] TRUE = ascii("true");
        private static final byte[] FALSE = ascii("false");

        @Override
        public void text(TextBuffer out, int row) {
            out.put((data.getByte(row >> 3) >> (row & 7) & 1) == 1 ? TRUE : FALSE);
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            text(out, row);
        }
    }
}
