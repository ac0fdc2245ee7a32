package io.amp4j.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads a file of a disk. */
final class DiskInput extends StorageInput {
    private final FileChannel channel;
    private final long length;
    private long position;

    private DiskInput(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    static DiskInput open(Path file) {
        try {
            return new DiskInput(FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw DiskErrors.of("read", file, e);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long to) {
        Objects.checkFromToIndex(to, length, length);
        position = to;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, to.length);
        if (count == 0) {
            return 0;
        }
        int read = channel.read(ByteBuffer.wrap(to, offset, count), position);
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, length - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
