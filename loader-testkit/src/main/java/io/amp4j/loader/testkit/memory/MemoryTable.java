package io.amp4j.loader.testkit.memory;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table: its columns, and the batches that were committed to it. Guarded by its store. */
final class MemoryTable implements AutoCloseable {
    private final List<Field> columns = new ArrayList<>();
    private final List<StoredBatch> batches = new ArrayList<>();

    MemoryTable(Schema schema) {
        columns.addAll(schema.getFields());
    }

    List<StoredBatch> batches() {
        return batches;
    }

    void fit(LoadRequest request) {
        for (Field wanted : request.schema().getFields()) {
            fit(wanted, request);
        }
    }

    private void fit(Field wanted, LoadRequest request) {
        for (Field column : columns) {
            if (column.getName().equals(wanted.getName())) {
                requireType(column, wanted, request);
                return;
            }
        }
        if (request.tablePolicy() != TablePolicy.ADD_MISSING_COLUMNS) {
            throw mismatch(request, "has no column '" + wanted.getName() + "'");
        }
        columns.add(wanted);
    }

    private static void requireType(Field column, Field wanted, LoadRequest request) {
        if (!column.getType().equals(wanted.getType())) {
            throw mismatch(
                    request,
                    "has column '" + column.getName() + "' of type " + column.getType() + ", the result has it as "
                            + wanted.getType());
        }
    }

    private static AmpException mismatch(LoadRequest request, String what) {
        return new AmpException(LoadError.SCHEMA_MISMATCH, "table " + request.table() + " " + what);
    }

    long count(Predicate<StoredBatch> which) {
        return batches.stream().filter(which).mapToLong(StoredBatch::rowCount).sum();
    }

    void remove(Predicate<StoredBatch> which) {
        for (Iterator<StoredBatch> all = batches.iterator(); all.hasNext(); ) {
            StoredBatch batch = all.next();
            if (which.test(batch)) {
                all.remove();
                batch.close();
            }
        }
    }

    @Override
    public void close() {
        remove(batch -> true);
    }
}
