package io.amp4j.lmdb;

import io.amp4j.loader.arrow.ByteSource;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * At which address the bytes of a row's text or binary stand: they are copied from there into LMDB's memory. One object per column, pointed at one row
 * after the other.
 */
final class ByteAddress {
    private final ByteSource source;
    private long address;
    private int length;

    private ByteAddress(ByteSource source) {
        this.source = source;
    }

    /** The addresses for a type of bytes or text of any length, or null for other types. */
    static @Nullable ByteAddress of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, Binary, LargeUtf8, LargeBinary, Utf8View, BinaryView ->
                new ByteAddress(Objects.requireNonNull(ByteSource.of(type)));
            default -> null;
        };
    }

    void bind(FieldVector vector) {
        source.bind(vector);
    }

    /** Checked, since a broken offset would read foreign memory. */
    void locate(int row) {
        source.locate(row);
        long bytes = source.length();
        if (bytes < 0 || bytes > Integer.MAX_VALUE) {
            throw new IllegalStateException("an offset of a batch lies before the one in front of it");
        }
        ArrowBuf buffer = source.buffer();
        buffer.checkBytes(source.start(), source.start() + bytes);
        address = buffer.memoryAddress() + source.start();
        length = (int) bytes;
    }

    long address() {
        return address;
    }

    int length() {
        return length;
    }
}
