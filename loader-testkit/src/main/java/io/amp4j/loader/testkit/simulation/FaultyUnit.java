package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A unit whose every step can go wrong, before it and after it. */
final class FaultyUnit implements Unit {
    private final Unit unit;
    private final Faults faults;

    FaultyUnit(Unit unit, Faults faults) {
        this.unit = unit;
        this.faults = faults;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        faults.at("before deleting");
        long rows = unit.delete(records);
        faults.at("after deleting");
        return rows;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        faults.at("before deleting what no record names");
        long rows = unit.deleteUnnamed(voided);
        faults.at("after deleting what no record names");
        return rows;
    }

    @Override
    public void deleteAll() {
        faults.at("before deleting all");
        unit.deleteAll();
        faults.at("after deleting all");
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        faults.at("before a write");
        unit.write(id, range, rows);
        faults.at("after a write");
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        faults.at("before commit");
        List<StreamRecord> stored = unit.commit(change);
        faults.at("after commit, before the answer");
        return stored;
    }

    @Override
    public void close() {
        if (!faults.isDead()) {
            unit.close();
        }
    }
}
