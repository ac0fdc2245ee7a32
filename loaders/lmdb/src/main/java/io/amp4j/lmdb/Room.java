package io.amp4j.lmdb;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Memory that is used again and again, and grows where more is needed. Used by one thread. */
final class Room implements AutoCloseable {
    private final BufferAllocator allocator;
    private ArrowBuf memory;

    Room(BufferAllocator allocator) {
        this.allocator = allocator;
        this.memory = allocator.getEmpty();
    }

    /** The address of at least so many bytes, whose content is undefined. */
    long require(long bytes) {
        if (memory.capacity() < bytes) {
            memory.close();
            memory = allocator.getEmpty();
            memory = allocator.buffer(bytes);
        }
        return memory.memoryAddress();
    }

    Slice copyOf(byte[] bytes, Slice slice) {
        long address = require(Math.max(1, bytes.length));
        Bytes.put(bytes, address);
        return slice.set(address, bytes.length);
    }

    @Override
    public void close() {
        memory.close();
        memory = allocator.getEmpty();
    }
}
