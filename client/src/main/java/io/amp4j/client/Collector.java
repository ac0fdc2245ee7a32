package io.amp4j.client;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;

/** Takes the vectors of each batch over, without copying a row, until the limit is reached. */
final class Collector {
    private final ResultLimit limit;
    private final List<VectorSchemaRoot> roots = new ArrayList<>();
    private long rows;
    private long bytes;

    private Collector(ResultLimit limit) {
        this.limit = limit;
    }

    static Result collect(Query query, ResultLimit limit) {
        Collector collector = new Collector(limit);
        try (BatchStream stream = query.batches()) {
            for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
                collector.take(batch);
            }
            return new Result(stream.schema(), collector.roots);
        } catch (RuntimeException | Error e) {
            collector.roots.forEach(VectorSchemaRoot::close);
            throw e;
        }
    }

    private void take(Batch batch) {
        if (batch.rows() == 0) {
            return;
        }
        rows += batch.rows();
        bytes += batch.root().getFieldVectors().stream()
                .mapToLong(FieldVector::getBufferSize)
                .sum();
        if (rows > limit.rows() || bytes > limit.bytes()) {
            throw new AmpException(
                    ClientError.RESULT_TOO_LARGE,
                    "the result has more than " + limit.rows() + " rows or " + limit.bytes()
                            + " bytes; raise the limit, or read it batch by batch");
        }
        roots.add(transfer(batch.root()));
    }

    private static VectorSchemaRoot transfer(VectorSchemaRoot root) {
        List<FieldVector> vectors = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            TransferPair pair = vector.getTransferPair(vector.getField(), vector.getAllocator());
            pair.transfer();
            vectors.add((FieldVector) pair.getTo());
        }
        return new VectorSchemaRoot(root.getSchema().getFields(), vectors, root.getRowCount());
    }
}
