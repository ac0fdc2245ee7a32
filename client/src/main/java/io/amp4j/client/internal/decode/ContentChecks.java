package io.amp4j.client.internal.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.ArrowBuf;

/**
 * What the inside of a buffer must keep to, so that nobody who follows it leaves the vector's memory. Bytes are taken in chunks to the heap,
 * where a loop over them is several times faster than checked access to each.
 */
final class ContentChecks {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 16 << 10;
    private static final int VIEW = 16;
    private static final int INLINE = 12;

    private final byte[] chunk = new byte[CHUNK];

    /** {@code count + 1} offsets that never fall and end within {@code limit}. */
    void offsets32(ArrowBuf offsets, int count, long limit) {
        long total = (count + 1L) * Integer.BYTES;
        int last = 0;
        for (long done = 0; done < total; done += CHUNK) {
            int size = (int) Math.min(CHUNK, total - done);
            offsets.getBytes(done, chunk, 0, size);
            boolean rising = true;
            for (int i = 0; i < size; i += Integer.BYTES) {
                int offset = (int) INTS.get(chunk, i);
                rising &= offset >= last;
                last = offset;
            }
            require(rising);
        }
        require(last <= limit);
    }

    /** As {@link #offsets32}, for 64-bit offsets. */
    void offsets64(ArrowBuf offsets, int count, long limit) {
        long total = (count + 1L) * Long.BYTES;
        long last = 0;
        for (long done = 0; done < total; done += CHUNK) {
            int size = (int) Math.min(CHUNK, total - done);
            offsets.getBytes(done, chunk, 0, size);
            boolean rising = true;
            for (int i = 0; i < size; i += Long.BYTES) {
                long offset = (long) LONGS.get(chunk, i);
                rising &= offset >= last;
                last = offset;
            }
            require(rising);
        }
        require(last <= limit);
    }

    /**
     * Views that lie in themselves or within one of the data buffers. What stands in the place of a null is anybody's; it is wiped if
     * it points elsewhere, for readers that look before they ask.
     */
    void views(ArrowBuf views, int count, List<ArrowBuf> data, IntPredicate isNull) {
        long total = (long) count * VIEW;
        for (long done = 0; done < total; done += CHUNK) {
            int size = (int) Math.min(CHUNK, total - done);
            views.getBytes(done, chunk, 0, size);
            for (int i = 0; i < size; i += VIEW) {
                int length = (int) INTS.get(chunk, i);
                boolean inline = length >= 0 && length <= INLINE;
                if (inline || isWithin(length, (int) INTS.get(chunk, i + 8), (int) INTS.get(chunk, i + 12), data)) {
                    continue;
                }
                if (!isNull.test((int) ((done + i) / VIEW))) {
                    throw BufferSource.corrupt("a view points outside of its buffers", null);
                }
                views.setZero(done + i, VIEW);
            }
        }
    }

    private static boolean isWithin(int length, int index, int offset, List<ArrowBuf> data) {
        boolean known = length >= 0 && index >= 0 && index < data.size() && offset >= 0;
        return known && (long) offset + length <= data.get(index).capacity();
    }

    private static void require(boolean good) {
        if (!good) {
            throw BufferSource.corrupt("an offset falls, or points outside of its vector", null);
        }
    }
}
