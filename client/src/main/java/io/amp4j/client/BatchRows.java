package io.amp4j.client;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows over a stream of batches. */
final class BatchRows implements Rows {
    private final BatchStream stream;

    BatchRows(BatchStream stream) {
        this.stream = stream;
    }

    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public Iterator<Row> iterator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<Row> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    @Override
    public void close() {
        stream.close();
    }
}
