package io.amp4j.client.internal.decode;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and buffers of one record batch, handed out in order. A buffer that comes from here lies within the body, is owned, and
 * has at least the size that was asked for.
 */
final class BufferSource implements AutoCloseable {
    private static final int ALIGNMENT = 8;
    private static final int LENGTH_PREFIX = Long.BYTES;
    private static final long NOT_COMPRESSED = -1;

    private final RecordBatch batch;
    private final ArrowBuf body;
    private final BufferAllocator allocator;
    private final @Nullable Decompressor decompressor;
    private final Buffer buffer = new Buffer();
    private final FieldNode node = new FieldNode();
    private final List<ArrowBuf> owned = new ArrayList<>();
    private final long maxBytes;
    private long bytesLeft;
    private int nextNode;
    private int nextBuffer;
    private int nextVariadicCount;

    BufferSource(RecordBatch batch, @Nullable ArrowBuf body, BufferAllocator allocator, long maxBytes) {
        this.batch = batch;
        this.body = body == null ? allocator.getEmpty() : body;
        this.allocator = allocator;
        this.decompressor = Decompressor.of(batch.compression());
        this.maxBytes = maxBytes;
        this.bytesLeft = maxBytes;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** The length and null count of the next vector. */
    ArrowFieldNode node() {
        if (nextNode >= batch.nodesLength()) {
            throw corrupt("it has fewer vectors than its schema", null);
        }
        batch.nodes(node, nextNode++);
        long length = node.length();
        long nulls = node.nullCount();
        if (length < 0 || length > Integer.MAX_VALUE - 1 || nulls < 0 || nulls > length) {
            throw corrupt("a vector has " + length + " values and " + nulls + " nulls", null);
        }
        return new ArrowFieldNode(length, nulls);
    }

    /** How many data buffers the next view vector has. */
    int variadicCount() {
        if (nextVariadicCount >= batch.variadicBufferCountsLength()) {
            throw corrupt("a view vector does not say how many buffers it has", null);
        }
        long count = batch.variadicBufferCounts(nextVariadicCount++);
        if (count < 0 || count > batch.buffersLength()) {
            throw corrupt("a view vector has " + count + " buffers", null);
        }
        return (int) count;
    }

    /** The validity of so many values: absent, or long enough. */
    ArrowBuf validity(ArrowFieldNode of) {
        ArrowBuf bits = buffer(0);
        long needed = bitmapBytes(of.getLength());
        if (bits.capacity() > 0 && bits.capacity() < needed) {
            throw corrupt("a validity bitmap is too short", null);
        }
        if (bits.capacity() == 0 && needed > 0) {
            if (of.getNullCount() != 0 && of.getNullCount() != of.getLength()) {
                throw corrupt("a vector has nulls but no validity bitmap", null);
            }
            // Arrow makes one up.
            spend(needed);
        }
        return bits;
    }

    /** A single offset, zero. */
    ArrowBuf zeros() {
        ArrowBuf zeros = allocator.buffer(Long.BYTES);
        zeros.setLong(0, 0);
        owned.add(zeros);
        return zeros;
    }

    /** The next buffer, with at least so many bytes; it stays this source's. */
    ArrowBuf buffer(long atLeast) {
        if (nextBuffer >= batch.buffersLength()) {
            throw corrupt("it has fewer buffers than its schema needs", null);
        }
        batch.buffers(buffer, nextBuffer++);
        long offset = buffer.offset();
        long length = buffer.length();
        if (offset < 0 || length < 0 || length > body.capacity() || offset > body.capacity() - length) {
            throw corrupt("a buffer lies outside of the batch", null);
        }
        if (offset % ALIGNMENT != 0) {
            throw corrupt("a buffer is not aligned", null);
        }
        ArrowBuf bytes = body.slice(offset, length);
        if (decompressor != null && length > 0) {
            bytes = decompress(bytes, decompressor);
        }
        if (bytes.capacity() < atLeast) {
            throw corrupt("a buffer has " + bytes.capacity() + " bytes instead of " + atLeast, null);
        }
        return bytes;
    }

    private ArrowBuf decompress(ArrowBuf bytes, Decompressor codec) {
        if (bytes.capacity() < LENGTH_PREFIX) {
            throw corrupt("a compressed buffer does not say its length", null);
        }
        long length = bytes.getLong(0);
        ArrowBuf content = bytes.slice(LENGTH_PREFIX, bytes.capacity() - LENGTH_PREFIX);
        if (length == NOT_COMPRESSED) {
            return content;
        }
        if (length < 0) {
            throw corrupt("a compressed buffer says that it has " + length + " bytes", null);
        }
        if (length == 0) {
            return allocator.getEmpty();
        }
        spend(length);
        ArrowBuf plain = codec.decompress(content, length, allocator);
        owned.add(plain);
        return plain.slice(0, length);
    }

    /** Counts memory that the batch needs beyond its body: a few bytes must not turn into gigabytes. */
    void spend(long bytes) {
        if (bytes > bytesLeft) {
            throw new AmpException(
                    ClientError.MESSAGE_TOO_LARGE,
                    "a batch decodes to more than " + maxBytes + " bytes; raise maxMessageBytes");
        }
        bytesLeft -= bytes;
    }

    void requireEnd() {
        if (nextNode != batch.nodesLength() || nextBuffer != batch.buffersLength()) {
            throw corrupt("it has more vectors or buffers than its schema", null);
        }
    }

    static long bitmapBytes(long bits) {
        return (bits + 7) >> 3;
    }

    static AmpException corrupt(String what, @Nullable Exception cause) {
        return new AmpException(
                ClientError.CORRUPT_BATCH, "the server sent a batch that cannot be read: " + what, cause);
    }

    /** Gives up what was owned; vectors that were loaded hold on to their part. */
    @Override
    public void close() {
        owned.forEach(ArrowBuf::close);
        owned.clear();
    }
}
