package io.amp4j.parquet;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Text and binary views: sixteen bytes each, with short values inside them and long ones elsewhere. */
final class ViewFetcher extends Fetcher {
    private static final int WIDTH = 16;
    private static final int INLINE = 12;
    private static final int BUFFER = 8;
    private static final int OFFSET = 12;

    private @Nullable ArrowBuf views;
    private List<ArrowBuf> buffers = List.of();

    @Override
    void attach(FieldVector vector) {
        views = vector.getDataBuffer();
        buffers = ((BaseVariableWidthViewVector) vector).getDataBuffers();
    }

    @Override
    int fitting(int start, int count, long bytes) {
        long total = 0;
        for (int n = 0; n < count; n++) {
            total += views().getInt((long) (start + n) * WIDTH);
            if (total > bytes) {
                return Math.max(1, n);
            }
        }
        return count;
    }

    @Override
    int fetch(int start, int count) {
        int most = Math.min(count, Block.VALUES);
        int filled = 0;
        int n = 0;
        while (n < most) {
            int next = append(start + n, n, filled);
            if (next < 0) {
                break;
            }
            filled = next;
            n++;
        }
        block.count = n;
        return n;
    }

    @Override
    int fetch(int[] places, int from, int count) {
        int most = Math.min(count, Block.VALUES);
        int filled = 0;
        int n = 0;
        while (n < most) {
            int next = append(places[from + n], n, filled);
            if (next < 0) {
                break;
            }
            filled = next;
            n++;
        }
        block.count = n;
        return n;
    }

    /** Adds the value at a place as the block's n-th; answers how far the block is filled, or -1 if there is no room. */
    private int append(int place, int n, int filled) {
        ArrowBuf view = views();
        long at = (long) place * WIDTH;
        int length = view.getInt(at);
        if (n > 0 && (long) filled + length > Block.BYTES) {
            return -1;
        }
        byte[] target = n == 0 ? block.ensure(Math.max(length, Block.BYTES)) : block.data;
        if (length <= INLINE) {
            view.getBytes(at + Integer.BYTES, target, filled, length);
        } else {
            buffers.get(view.getInt(at + BUFFER)).getBytes(view.getInt(at + OFFSET), target, filled, length);
        }
        block.start[n] = filled;
        block.length[n] = length;
        return filled + length;
    }

    private ArrowBuf views() {
        if (views == null) {
            throw new IllegalStateException("no vector attached");
        }
        return views;
    }
}
