package io.amp4j.lmdb;

import org.apache.arrow.memory.util.MemoryUtil;

/** A key or a value where it lies outside the heap: in Arrow's memory on its way in, in LMDB's map on its way out. Owns nothing. */
final class Slice {
    private long address;
    private int length;

    Slice set(long newAddress, int newLength) {
        address = newAddress;
        length = newLength;
        return this;
    }

    long address() {
        return address;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        byte[] bytes = new byte[length];
        MemoryUtil.copyFromMemory(address, bytes, 0, length);
        return bytes;
    }
}
