package io.amp4j.loader.testkit.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of the simulated query, into vectors and back. */
final class SimulatedRows {
    private SimulatedRows() {}

    static void fill(VectorSchemaRoot root, List<SimulatedRow> rows) {
        root.clear();
        BigIntVector numbers = (BigIntVector) root.getVector("block_num");
        VarCharVector hashes = (VarCharVector) root.getVector("block_hash");
        IntVector indexes = (IntVector) root.getVector("row_index");
        BigIntVector values = (BigIntVector) root.getVector("row_value");
        for (int i = 0; i < rows.size(); i++) {
            SimulatedRow row = rows.get(i);
            numbers.setSafe(i, row.blockNumber());
            hashes.setSafe(i, row.blockHash().getBytes(StandardCharsets.UTF_8));
            indexes.setSafe(i, row.index());
            values.setSafe(i, row.value());
        }
        root.setRowCount(rows.size());
    }

    static void read(VectorSchemaRoot root, List<SimulatedRow> into) {
        BigIntVector numbers = (BigIntVector) root.getVector("block_num");
        VarCharVector hashes = (VarCharVector) root.getVector("block_hash");
        IntVector indexes = (IntVector) root.getVector("row_index");
        BigIntVector values = (BigIntVector) root.getVector("row_value");
        for (int i = 0; i < root.getRowCount(); i++) {
            into.add(new SimulatedRow(
                    numbers.get(i), new String(hashes.get(i), StandardCharsets.UTF_8), indexes.get(i), values.get(i)));
        }
    }
}
