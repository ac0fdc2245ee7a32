package io.amp4j.loader.testkit.simulation;

/**
 * One row of the simulated query, as a destination gives it back.
 *
 * @param blockNumber column {@code block_num}
 * @param blockHash column {@code block_hash}
 * @param index column {@code row_index}
 * @param value column {@code row_value}
 */
public record SimulatedRow(long blockNumber, String blockHash, int index, long value)
        implements Comparable<SimulatedRow> {
    @Override
    public int compareTo(SimulatedRow other) {
        int byBlock = Long.compare(blockNumber, other.blockNumber);
        if (byBlock != 0) {
            return byBlock;
        }
        int byHash = blockHash.compareTo(other.blockHash);
        return byHash != 0 ? byHash : Integer.compare(index, other.index);
    }
}
