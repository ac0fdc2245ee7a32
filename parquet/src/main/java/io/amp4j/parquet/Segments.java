package io.amp4j.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The finished pages of a column chunk, in pieces, so that nothing is copied when it grows. */
final class Segments extends OutputStream {
    private static final int SEGMENT = 64 << 10;

    /** Free pieces, shared by all columns of a file and used again in its next row group. */
    static final class Pool {
        private final Deque<byte[]> free = new ArrayDeque<>();

        private byte[] take() {
            byte[] piece = free.poll();
            return piece == null ? new byte[SEGMENT] : piece;
        }
    }

    private final Pool pool;
    private final List<byte[]> pieces = new ArrayList<>();
    private int used = SEGMENT;

    Segments(Pool pool) {
        this.pool = pool;
    }

    long size() {
        return (long) pieces.size() * SEGMENT - (SEGMENT - used);
    }

    @Override
    public void write(int value) {
        if (used == SEGMENT) {
            pieces.add(pool.take());
            used = 0;
        }
        pieces.get(pieces.size() - 1)[used++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (used == SEGMENT) {
                pieces.add(pool.take());
                used = 0;
            }
            int part = Math.min(length - done, SEGMENT - used);
            System.arraycopy(from, offset + done, pieces.get(pieces.size() - 1), used, part);
            used += part;
            done += part;
        }
    }

    /** Writes everything out and keeps nothing. */
    void drainTo(OutputStream out) throws IOException {
        for (int i = 0; i < pieces.size(); i++) {
            out.write(pieces.get(i), 0, i == pieces.size() - 1 ? used : SEGMENT);
            pool.free.add(pieces.get(i));
        }
        pieces.clear();
        used = SEGMENT;
    }
}
