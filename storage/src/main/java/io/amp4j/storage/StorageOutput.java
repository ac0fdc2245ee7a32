package io.amp4j.storage;

import java.io.OutputStream;

/**
 * Writes a file that nobody sees until {@link #finish()}. Give it large pieces. Not thread-safe; the caller closes it.
 *
 * <p>Failures are {@link io.amp4j.client.AmpException}s, as everywhere in {@link Storage}; after one only {@link #close()} makes sense.
 */
public abstract class StorageOutput extends OutputStream {
    /** For implementations. */
    protected StorageOutput() {}

    /**
     * The bytes so far.
     *
     * @return bytes
     */
    public abstract long position();

    /** Makes the file visible as a whole, in the place of one that may be there. Once it returns, the file outlives a power failure. */
    public abstract void finish();

    /**
     * Makes the file visible as {@link #finish()} does, but does not wait until it outlives a power failure: {@link Storage#force} does, for many
     * files at once. For files that nothing names yet.
     */
    public void finishUnforced() {
        finish();
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public abstract void write(byte[] from, int offset, int length);

    /** Does nothing: nothing is visible before {@link #finish()}. */
    @Override
    public void flush() {}

    /** Without {@link #finish()} before it: forgets what was written. Never throws; calling it again does nothing. */
    @Override
    public abstract void close();
}
