package io.amp4j.iceberg;

import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageOutput;
import java.io.ByteArrayOutputStream;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/** A file of a storage, to be written. */
record StorageOutputFile(Storage storage, String name, String location, UnforcedFiles unforced, RecentLists lists)
        implements OutputFile {
    @Override
    public PositionOutputStream create() {
        Runnable completed = () -> unforced.completed(storage, name);
        StorageOutput out = storage.create(name);
        if (!RecentLists.isList(name)) {
            return new Stream(out, null, completed);
        }
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        return new Stream(out, copy, () -> {
            completed.run();
            lists.written(location, copy.toByteArray());
        });
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return create();
    }

    @Override
    public InputFile toInputFile() {
        return new StorageInputFile(storage, name, location);
    }

    @Override
    public String toString() {
        return location;
    }

    /** Visible once it is closed, and kept as {@link UnforcedFiles} says; a write that failed is not. */
    private static final class Stream extends PositionOutputStream {
        private final StorageOutput out;
        private final @Nullable ByteArrayOutputStream copy;
        private final Runnable completed;
        private boolean sound = true;
        private boolean open = true;

        Stream(StorageOutput out, @Nullable ByteArrayOutputStream copy, Runnable completed) {
            this.out = out;
            this.copy = copy;
            this.completed = completed;
        }

        @Override
        public long getPos() {
            return out.position();
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            sound = false;
            out.write(from, offset, length);
            if (copy != null) {
                copy.write(from, offset, length);
            }
            sound = true;
        }

        @Override
        public void close() {
            if (!open) {
                return;
            }
            open = false;
            try (out) {
                if (sound) {
                    out.finishUnforced();
                    completed.run();
                }
            }
        }
    }
}
