package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRef;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * An Amp server in the JVM, for tests and first steps: the same wire protocol as the real one, on 127.0.0.1, over a chain that
 * is made from a seed and grows and reorganises on demand.
 *
 * <p>History is a pure function of the options and of {@link #tick()}: a devnet that is started again with both continues the
 * same chain, as long as only {@link #advance(long)} and the block time moved it. Blocks are made when they are asked for,
 * so memory does not grow with the chain. Thread-safe.
 *
 * <pre>{@code
 * try (Devnet devnet = Devnet.builder().blocks(1000).start()) {
 *     AmpClient client = AmpClient.builder().uri(devnet.url()).build();
 *     devnet.mine(1);
 *     devnet.reorg(3);
 * }
 * }</pre>
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Devnet implements AutoCloseable {

    Devnet(DevnetBuilder options) {
        options.port(options.port);
    }

    /**
     * A builder with the defaults.
     *
     * @return a new builder
     */
    public static DevnetBuilder builder() {
        return new DevnetBuilder();
    }

    /**
     * Where the server listens.
     *
     * @return such as {@code grpc://127.0.0.1:41234}
     */
    public String url() {
        return "grpc://127.0.0.1:" + port();
    }

    /**
     * The port on 127.0.0.1; it stays the same over {@link #restart()}.
     *
     * @return the port
     */
    public int port() {
        throw new UnsupportedOperationException();
    }

    /**
     * The network of the generated chain.
     *
     * @return its name
     */
    public String network() {
        throw new UnsupportedOperationException();
    }

    /**
     * The last block of the generated chain.
     *
     * @return its number, or -1 if the chain has none
     */
    public long head() {
        throw new UnsupportedOperationException();
    }

    /**
     * How many ticks have passed. A tick mines a block or reorganises.
     *
     * @return the count
     */
    public long tick() {
        throw new UnsupportedOperationException();
    }

    /**
     * A block of the canonical chain.
     *
     * @param number the block's number
     * @return its number and hash, or empty if the chain does not reach it
     */
    public Optional<BlockRef> block(long number) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets ticks pass, as the schedule of seed and options has them. Streams see all of them at once.
     *
     * @param ticks zero or more
     */
    public void advance(long ticks) {
        throw new UnsupportedOperationException();
    }

    /**
     * Mines blocks, whatever the schedule says. Streams see all of them at once.
     *
     * @param count zero or more
     */
    public void mine(long count) {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces the newest blocks by as many others, with other hashes and other rows.
     *
     * @param depth how many; at least 1, at most the whole chain
     */
    public void reorg(long depth) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the chain that the last reorg replaced canonical again, as it was then. Its blocks have their old hashes.
     *
     * @throws IllegalStateException if there was no reorg, or its fork was forgotten
     */
    public void undoReorg() {
        throw new UnsupportedOperationException();
    }

    /** From now on the server does not know the blocks that are not canonical now: cursors into them are unknown hashes. */
    public void forgetForks() {
        throw new UnsupportedOperationException();
    }

    /** Stops the wall clock, if the devnet has one. */
    public void pause() {
        throw new UnsupportedOperationException();
    }

    /** Lets the wall clock go on. */
    public void resume() {
        throw new UnsupportedOperationException();
    }

    /**
     * What the server does wrong on purpose.
     *
     * @return the faults of this devnet
     */
    public Faults faults() {
        throw new UnsupportedOperationException();
    }

    /** Stops the server, which ends every call with {@code UNAVAILABLE}, and starts it on the same port; the chain stays. */
    public void restart() {
        throw new UnsupportedOperationException();
    }

    /**
     * The truth, for tests: the rows of the canonical chain as it is now, in the order of blocks if it is a table.
     *
     * @param tableOrSql a table such as {@code eth_rpc.logs}, or a query as a batch query would run it
     * @param allocator where the rows are kept
     * @return a reader; the caller closes it
     * @throws AmpException if a server would refuse the query
     */
    public ArrowReader canonical(String tableOrSql, BufferAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    /** Stops the server and frees all memory. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
