package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a dataset is to be filled: up to where, and by whom. Immutable; each method gives other options.
 *
 * <pre>{@code
 * DeployOptions.untilLatest().parallelism(4)
 * }</pre>
 */
public final class DeployOptions {
    private final Optional<String> endBlock;
    private final OptionalInt parallelism;
    private final Optional<String> worker;
    private final boolean verified;

    private DeployOptions(
            Optional<String> endBlock, OptionalInt parallelism, Optional<String> worker, boolean verified) {
        this.endBlock = endBlock;
        this.parallelism = parallelism;
        this.worker = worker;
        this.verified = verified;
    }

    private static DeployOptions until(Optional<String> endBlock) {
        return new DeployOptions(endBlock, OptionalInt.empty(), Optional.empty(), false);
    }

    /**
     * Without end: the job follows the chain until it is stopped.
     *
     * @return the options
     */
    public static DeployOptions continuous() {
        return until(Optional.empty());
    }

    /**
     * Up to the block that is the latest when the job starts.
     *
     * @return the options
     */
    public static DeployOptions untilLatest() {
        return until(Optional.of("latest"));
    }

    /**
     * Up to a block.
     *
     * @param block the last block, zero or more
     * @return the options
     */
    public static DeployOptions untilBlock(long block) {
        return until(Optional.of(String.valueOf(notNegative(block))));
    }

    /**
     * Up to some blocks behind the one that is the latest when the job starts.
     *
     * @param blocks how many, at least 1
     * @return the options
     */
    public static DeployOptions behindLatest(long blocks) {
        if (blocks < 1) {
            throw new AmpException(ClientError.BAD_OPTION, "behindLatest takes at least 1 block");
        }
        return until(Optional.of("-" + blocks));
    }

    private static long notNegative(long block) {
        if (block < 0) {
            throw new AmpException(ClientError.BAD_OPTION, "a block's number cannot be negative");
        }
        return block;
    }

    /**
     * How many parts the blocks are cut into, which are filled at the same time. The server heeds it for raw datasets only; 1 unless
     * set.
     *
     * @param parts at least 1
     * @return the options
     */
    public DeployOptions parallelism(int parts) {
        if (parts < 1) {
            throw new AmpException(ClientError.BAD_OPTION, "parallelism has to be at least 1");
        }
        return new DeployOptions(endBlock, OptionalInt.of(parts), worker, verified);
    }

    /**
     * Which worker is to do it; any unless set.
     *
     * @param selector a worker's id, or a pattern such as {@code worker-eth-*}
     * @return the options
     */
    public DeployOptions worker(String selector) {
        return new DeployOptions(endBlock, parallelism, Optional.of(selector), verified);
    }

    /**
     * Checks the hashes of blocks, transactions and receipts before they are stored; for raw EVM datasets only.
     *
     * @return the options
     */
    public DeployOptions verified() {
        return new DeployOptions(endBlock, parallelism, worker, true);
    }

    Optional<String> endBlock() {
        return endBlock;
    }

    OptionalInt parallelism() {
        return parallelism;
    }

    Optional<String> worker() {
        return worker;
    }

    boolean isVerified() {
        return verified;
    }
}
