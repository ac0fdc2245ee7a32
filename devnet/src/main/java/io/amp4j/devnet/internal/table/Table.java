package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.Snapshot;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** One table of a dataset. Thread-safe. */
public interface Table {
    /** The column that every table has: the block that a row belongs to. */
    String BLOCK_NUM = "_block_num";

    /** {@return the table's name, without its dataset's} */
    String name();

    /** {@return its columns, with their exact types} */
    List<Field> fields();

    /**
     * Reads the rows of some blocks, in the order of blocks.
     *
     * @param snapshot the chain whose rows they are
     * @param first the first block
     * @param last the last block
     * @param columns which columns, as indices into {@link #fields()}
     * @param limits how large batches may grow
     * @param allocator where they are kept
     * @return the rows; the caller closes it
     */
    RowSource scan(
            Snapshot snapshot,
            long first,
            long last,
            List<Integer> columns,
            BatchLimits limits,
            BufferAllocator allocator);
}
