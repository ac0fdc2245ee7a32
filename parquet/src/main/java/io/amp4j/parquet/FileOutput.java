package io.amp4j.parquet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what goes out, and gathers small pieces. */
final class FileOutput extends OutputStream {
    private final OutputStream out;
    private long position;

    FileOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, 64 << 10);
    }

    long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        position++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        out.write(from, offset, length);
        position += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
