package io.amp4j.loader.labels;

import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;

/** Reads one format of label files. Found by {@link java.util.ServiceLoader}; stateless and thread-safe. */
public interface LabelReader {
    /**
     * The end of the names of such files.
     *
     * @return in lower case and without a dot, such as {@code parquet}
     */
    String extension();

    /**
     * Reads a file as a whole.
     *
     * @param file the file
     * @param allocator where its rows go
     * @return the rows; the caller closes them
     * @throws io.amp4j.client.AmpException with {@link LabelError#FILE} if it cannot be read
     */
    LabelRows read(Path file, BufferAllocator allocator);
}
