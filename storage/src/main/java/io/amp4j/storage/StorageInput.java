package io.amp4j.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file from any position. The file must not change meanwhile. Not thread-safe; the caller closes it.
 *
 * <p>Failures are {@link io.amp4j.client.AmpException}s, as everywhere in {@link Storage}.
 */
public abstract class StorageInput extends InputStream {
    /** For implementations. */
    protected StorageInput() {}

    /**
     * The file's length.
     *
     * @return bytes
     */
    public abstract long length();

    /**
     * Where the next byte is read.
     *
     * @return bytes from the start
     */
    public abstract long position();

    /**
     * Moves; does no I/O.
     *
     * @param position bytes from the start, from 0 to the length
     */
    public abstract void seek(long position);

    @Override
    public abstract int read(byte[] to, int offset, int length) throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
