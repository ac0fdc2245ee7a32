package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.iceberg.IcebergProvider.FilePer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Replaces rows by key. Rows wait in a temporary file until all are there; of several with one key the last stays. Then they are written, and
 * their keys beside them in equality deletes, which take away the rows of these keys that the table had before.
 */
final class UpsertUnit extends IcebergUnit {
    private final WriterSettings keySettings;
    private final UnitFiles keyFiles;
    private final LastOfEachKey last;
    private final RowSpool spool;
    private @Nullable BatchId id;

    UpsertUnit(IcebergSession session, UnitFiles files) {
        super(session, files);
        this.keySettings = WriterSettings.ofKeys(session.table(), session.request());
        this.keyFiles = new UnitFiles(session.table(), keySettings, FilePer.COMMIT);
        this.last = new LastOfEachKey(session.request().keyColumns());
        this.spool = new RowSpool(session.request().schema(), session.allocator());
    }

    @Override
    void take(BatchId of, @Nullable BlockRange range, VectorSchemaRoot rows) {
        id = of;
        last.add(rows);
        spool.add(rows);
    }

    @Override
    IcebergSession.Contents contents(Removal asked) {
        BatchId of = id;
        if (of != null) {
            spool.forEach((rows, first) -> writeLast(of, rows, first));
        }
        Removal keys = new Removal.OfKeys(
                keyFiles.finish().stream().map(keySettings::deleteFile).toList());
        return new IcebergSession.Contents(files, files.finish(), keys);
    }

    private void writeLast(BatchId of, VectorSchemaRoot rows, long first) {
        VectorSchemaRoot keys = keysOf(rows);
        int end = rows.getRowCount();
        for (int from = last.next(first, 0, end); from < end; ) {
            int to = last.end(first, from, end);
            files.write(of, null, rows, from, to - from);
            keyFiles.write(of, null, keys, from, to - from);
            from = last.next(first, to, end);
        }
    }

    /** The same vectors, which stay those of the batch. */
    private VectorSchemaRoot keysOf(VectorSchemaRoot rows) {
        List<FieldVector> keys = new ArrayList<>();
        for (Field field : keySettings.schema().rows().getFields()) {
            keys.add(rows.getVector(field.getName()));
        }
        VectorSchemaRoot root = new VectorSchemaRoot(keys);
        root.setRowCount(rows.getRowCount());
        return root;
    }

    @Override
    void release() {
        spool.close();
        super.release();
    }

    @Override
    void abandonFiles() {
        super.abandonFiles();
        keyFiles.abandon();
    }
}
