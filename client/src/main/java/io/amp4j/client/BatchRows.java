package io.amp4j.client;

import io.amp4j.client.internal.decode.RowReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows over a stream of batches. */
final class BatchRows implements Rows {
    private final BatchStream stream;
    private final Iterator<Row> rows;

    BatchRows(BatchStream stream) {
        this.stream = stream;
        this.rows = new RowIterator(stream);
    }

    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public Iterator<Row> iterator() {
        return rows;
    }

    @Override
    public Stream<Row> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    @Override
    public void close() {
        stream.close();
    }

    private static final class RowIterator implements Iterator<Row> {
        private final BatchStream stream;
        private final ColumnIndex columns;
        private @Nullable RowReader batch;
        private int next;
        private int count;
        private boolean ended;

        RowIterator(BatchStream stream) {
            this.stream = stream;
            this.columns = ColumnIndex.of(stream.schema());
        }

        @Override
        public boolean hasNext() {
            while (next == count && !ended) {
                advance();
            }
            return next < count;
        }

        private void advance() {
            Batch more = stream.next();
            ended = more == null;
            batch = more == null ? null : new RowReader(more.root());
            count = more == null ? 0 : more.rows();
            next = 0;
        }

        @Override
        public Row next() {
            if (!hasNext() || batch == null) {
                throw new NoSuchElementException("the result has no more rows");
            }
            return new ValueRow(columns, batch.read(next++));
        }
    }
}
