package io.amp4j.client.internal.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the bodies of one call's messages, used again: fresh pages cost about as much as what is copied into them. What is in use is
 * counted by the allocator; what waits for its next use is not, and is at most as much as the call may read ahead.
 *
 * <p>Thread-safe: bodies are taken by the network's thread and given back by whoever lets go of a batch, maybe after the call.
 */
final class BodyPool implements AutoCloseable {
    /** Less is left to the allocator: malloc keeps small memory by itself. */
    static final int SMALLEST = 64 << 10;

    private final BufferAllocator allocator;
    private final long mostIdleBytes;
    private final Deque<Block> idle = new ArrayDeque<>();
    private long idleBytes;
    private boolean closed;

    private record Block(long address, long size) {
        void free() {
            MemoryUtil.freeMemory(address);
        }
    }

    BodyPool(BufferAllocator allocator, long mostIdleBytes) {
        this.allocator = allocator;
        this.mostIdleBytes = mostIdleBytes;
    }

    /** At least so many bytes, with any content; the caller closes them. */
    ArrowBuf take(int length) {
        if (length < SMALLEST) {
            return allocator.buffer(length);
        }
        Block block = idleBlock(length);
        if (block == null) {
            long size = (length + SMALLEST - 1L) / SMALLEST * SMALLEST;
            block = new Block(MemoryUtil.allocateMemory(size), size);
        }
        try {
            return allocator.wrapForeignAllocation(new Lent(block));
        } catch (RuntimeException e) {
            block.free();
            throw e;
        }
    }

    /** The first that is large enough and not a waste. Those that do not fit are of an earlier size, and make room. */
    private synchronized @Nullable Block idleBlock(int length) {
        for (Block block = idle.poll(); block != null; block = idle.poll()) {
            idleBytes -= block.size();
            if (block.size() >= length && block.size() / 2 <= length) {
                return block;
            }
            block.free();
        }
        return null;
    }

    private synchronized void giveBack(Block block) {
        if (closed || idleBytes + block.size() > mostIdleBytes) {
            block.free();
            return;
        }
        idle.push(block);
        idleBytes += block.size();
    }

    /** How much waits for its next use. */
    synchronized long idleBytes() {
        return idleBytes;
    }

    /** Frees what waits; what is still in use is freed when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Block::free);
        idle.clear();
        idleBytes = 0;
    }

    /** A block in Arrow's hands. */
    private final class Lent extends ForeignAllocation {
        private final Block block;

        Lent(Block block) {
            super(block.size(), block.address());
            this.block = block;
        }

        @Override
        protected void release0() {
            giveBack(block);
        }
    }
}
