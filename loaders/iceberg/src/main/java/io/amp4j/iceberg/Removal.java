package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;

/** What a unit takes away. */
sealed interface Removal {
    /** Nothing. */
    record Nothing() implements Removal {}

    /** The rows of microbatches. */
    record OfIds(Set<BatchId> ids) implements Removal {
        /** Takes a copy. */
        public OfIds {
            ids = Set.copyOf(ids);
        }
    }

    /** The rows that carry an id, and none of these. */
    record OfAllBut(Set<BatchId> kept) implements Removal {
        /** Takes a copy. */
        public OfAllBut {
            kept = Set.copyOf(kept);
        }
    }

    /** All rows. */
    record OfAll() implements Removal {}

    /** Rows of the same keys, which are in these files. */
    record OfKeys(List<DeleteFile> deletes) implements Removal {
        /** Takes a copy. */
        public OfKeys {
            deletes = List.copyOf(deletes);
        }
    }

    /**
     * A removal as files: what a commit does about it.
     *
     * @param whole files that go
     * @param ids microbatches whose rows are marked as deleted in files that stay
     * @param mixed the files that stay and may have such rows
     */
    record Files(List<DataFile> whole, Set<BatchId> ids, List<DataFile> mixed) {
        static final Files NONE = new Files(List.of(), Set.of(), List.of());

        /** Takes copies. */
        public Files {
            whole = List.copyOf(whole);
            ids = Set.copyOf(ids);
            mixed = List.copyOf(mixed);
        }

        boolean isEmpty() {
            return whole.isEmpty() && ids.isEmpty();
        }
    }
}
