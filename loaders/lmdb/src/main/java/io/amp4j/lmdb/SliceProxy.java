package io.amp4j.lmdb;

import java.util.Comparator;
import jnr.ffi.Pointer;
import org.apache.arrow.memory.util.MemoryUtil;
import org.lmdbjava.BufferProxy;

/**
 * Hands addresses to LMDB and takes addresses from it: nothing is copied, and unlike the proxies for byte buffers it needs no JVM flag.
 */
final class SliceProxy extends BufferProxy<Slice> {
    static final SliceProxy INSTANCE = new SliceProxy();

    private SliceProxy() {}

    @Override
    protected Slice allocate() {
        return new Slice();
    }

    @Override
    protected void deallocate(Slice slice) {
        // it owns nothing
    }

    @Override
    protected byte[] getBytes(Slice slice) {
        return slice.toBytes();
    }

    @Override
    protected Comparator<Slice> getSignedComparator() {
        return getUnsignedComparator();
    }

    /** LMDB's own order. */
    @Override
    protected Comparator<Slice> getUnsignedComparator() {
        return (a, b) -> Bytes.compare(a.address(), a.length(), b.address(), b.length());
    }

    @Override
    protected Pointer in(Slice slice, Pointer value) {
        return in(slice, slice.length(), value);
    }

    @Override
    protected Pointer in(Slice slice, int size, Pointer value) {
        long address = value.address();
        MemoryUtil.putLong(address + STRUCT_FIELD_OFFSET_SIZE, size);
        MemoryUtil.putLong(address + STRUCT_FIELD_OFFSET_DATA, slice.address());
        return null;
    }

    @Override
    protected Slice out(Slice slice, Pointer value) {
        long address = value.address();
        long size = MemoryUtil.getLong(address + STRUCT_FIELD_OFFSET_SIZE);
        return slice.set(MemoryUtil.getLong(address + STRUCT_FIELD_OFFSET_DATA), Math.toIntExact(size));
    }
}
