package io.amp4j.client.internal.decode;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.jspecify.annotations.Nullable;

/** What a copy of one dictionary entry takes, never too little. */
interface ValueSizes {
    int SLOT = 16;

    long of(int index);

    static ValueSizes of(@Nullable FieldVector values) {
        if (values instanceof BaseFixedWidthVector fixed) {
            return index -> fixed.getTypeWidth() + 1L;
        }
        if (values instanceof VariableWidthFieldVector variable) {
            return index -> SLOT + (long) variable.getValueLength(index);
        }
        // Nested entries are not measured one by one: each counts as if it were all of them.
        long all = values == null ? 0 : values.getBufferSize();
        return index -> all;
    }
}
