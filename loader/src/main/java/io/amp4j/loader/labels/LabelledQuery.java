package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import io.amp4j.client.admin.SqlDataset;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query with labels joined to its rows. To whoever loads it, their columns are columns like any other. */
final class LabelledQuery implements Query {
    private final Query query;
    private final LabelJoin join;

    LabelledQuery(Query query, LabelJoin join) {
        this.query = query;
        this.join = join;
    }

    @Override
    public String sql() {
        return query.sql();
    }

    @Override
    public String identity() {
        return query.identity() + "\n" + join.identity();
    }

    @Override
    public Query withSql(String sql) {
        return new LabelledQuery(query.withSql(sql), join);
    }

    @Override
    public SqlDataset withDependency(String alias, String dataset) {
        throw new AmpException(
                ClientError.UNIMPLEMENTED, "labels are joined on this side: a server cannot keep them as a dataset");
    }

    @Override
    public Schema schema() {
        Schema unlabelled = query.schema();
        join.labels().use();
        try {
            return BoundJoin.of(join, unlabelled).schema();
        } finally {
            join.labels().release();
        }
    }

    @Override
    public BatchStream batches() {
        return joined(query::batches);
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        return joined(() -> query.stream(cursor));
    }

    private BatchStream joined(Supplier<BatchStream> opening) {
        join.labels().use();
        BatchStream stream = null;
        try {
            stream = opening.get();
            return new LabelledStream(stream, BoundJoin.of(join, stream.schema()));
        } catch (RuntimeException e) {
            if (stream != null) {
                stream.close();
            }
            join.labels().release();
            throw e;
        }
    }

    @Override
    public String toString() {
        return query + " with " + join;
    }
}
