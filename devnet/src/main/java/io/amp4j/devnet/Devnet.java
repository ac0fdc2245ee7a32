package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRef;
import io.amp4j.devnet.internal.chain.Chain;
import io.amp4j.devnet.internal.chain.ChainSnapshot;
import io.amp4j.devnet.internal.chain.Schedule;
import io.amp4j.devnet.internal.http.Access;
import io.amp4j.devnet.internal.http.Auth;
import io.amp4j.devnet.internal.http.Services;
import io.amp4j.devnet.internal.parquet.ParquetDatasets;
import io.amp4j.devnet.internal.sql.Catalogue;
import io.amp4j.devnet.internal.sql.Dataset;
import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.sql.Planner;
import io.amp4j.devnet.internal.sql.Refusal;
import io.amp4j.devnet.internal.table.ChainShape;
import io.amp4j.devnet.internal.table.GeneratedTable;
import io.amp4j.devnet.internal.wire.AmpServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

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
public final class Devnet implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final String network;
    private final Chain chain;
    private final Engine engine = new Engine(Engine.Files.OUT_OF_REACH);
    private final Engine files = new Engine(Engine.Files.READABLE);
    private final Planner planner;
    private final AmpServer server;
    private final Auth auth = new Auth();
    private final HttpSide http;
    private final @Nullable BlockClock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    Devnet(DevnetBuilder options) {
        network = options.network;
        chain = new Chain(network, options.seed, new Schedule(options.seed, options.reorgEvery, options.reorgDepth));
        if (options.tick >= 0) {
            chain.advance(options.tick);
        } else {
            chain.advanceToBlocks(options.blocks);
        }
        try {
            Map<String, Dataset> datasets = datasets(options);
            Catalogue catalogue = new Catalogue(datasets);
            planner = new Planner(catalogue, engine);
            Access access = new Access(options.token, options.loginRequired, auth::isGood);
            http = new HttpSide(options.adminPort, () -> new Services(chain, catalogue, engine, access, auth));
            server = listen(options, access, datasets);
        } catch (RuntimeException e) {
            free();
            throw e;
        }
        if (options.adminPortNamed) {
            openAdmin();
        }
        clock = options.blockTime == null ? null : new BlockClock(options.blockTime, () -> chain.advance(1));
    }

    private Map<String, Dataset> datasets(DevnetBuilder options) {
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        ChainShape shape = new ChainShape(options.transactionsPerBlock, options.logsPerTransaction);
        datasets.put(DevnetBuilder.DATASET, new Dataset(DevnetBuilder.DATASET, chain, GeneratedTable.of(shape)));
        options.datasets.forEach((name, parquet) -> datasets.put(name, open(name, parquet)));
        return datasets;
    }

    private Dataset open(String name, DevnetBuilder.ParquetDataset parquet) {
        try {
            return ParquetDatasets.open(name, parquet.network(), parquet.directory(), files);
        } catch (IOException | SQLException | Refusal e) {
            throw new AmpException(
                    DevnetError.DATASET,
                    "dataset " + name + " cannot be made of " + parquet.directory() + ": " + e.getMessage(),
                    e);
        }
    }

    private AmpServer listen(DevnetBuilder options, Access access, Map<String, Dataset> datasets) {
        Runnable wake =
                () -> datasets.values().forEach(dataset -> dataset.blocks().wake());
        try {
            return new AmpServer(options.port, planner, options.wire(access::allows), allocator, wake);
        } catch (IOException e) {
            throw new AmpException(
                    DevnetError.PORT,
                    "port " + options.port + " of 127.0.0.1 cannot be had: " + e.getMessage()
                            + "; choose another, or 0 for a free one",
                    e);
        }
    }

    private void openAdmin() {
        try {
            http.url();
        } catch (AmpException e) {
            server.close();
            free();
            throw e;
        }
    }

    private void free() {
        engine.close();
        files.close();
        allocator.close();
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
     * Where the Admin API listens. Unless {@link DevnetBuilder#adminPort(int)} named a port, it does so from the first call on.
     *
     * @return such as {@code http://127.0.0.1:41235}
     * @throws AmpException if the port cannot be had
     */
    public String adminUrl() {
        return http.url();
    }

    /**
     * Where the registry listens: it has what this devnet serves, and what is published there.
     *
     * @return the same address as {@link #adminUrl()}, as the paths differ
     */
    public String registryUrl() {
        return adminUrl();
    }

    /**
     * Where the auth platform listens.
     *
     * @return the same address as {@link #adminUrl()}, as the paths differ
     */
    public String authUrl() {
        return adminUrl();
    }

    /**
     * Decides about logins, and what goes wrong with them.
     *
     * @return the auth platform of this devnet
     */
    public AuthPlatform auth() {
        return auth;
    }

    /**
     * Lets a job of the Admin API fail.
     *
     * @param id the job
     * @param reason what its progress says
     */
    public void failJob(long id, String reason) {
        http.services().failJob(id, reason);
    }

    /**
     * Answers the next calls of the Admin API, the registry and the auth platform with an error.
     *
     * @param calls how many
     * @param status the HTTP status
     * @param errorCode the error's code
     */
    public void failNextHttp(int calls, int status, String errorCode) {
        http.services().faults().failNext(calls, "/", status, errorCode);
    }

    /**
     * The port on 127.0.0.1; it stays the same over {@link #restart()}.
     *
     * @return the port
     */
    public int port() {
        return server.port();
    }

    /**
     * The network of the generated chain.
     *
     * @return its name
     */
    public String network() {
        return network;
    }

    /**
     * The last block of the generated chain.
     *
     * @return its number, or -1 if the chain has none
     */
    public long head() {
        return chain.head();
    }

    /**
     * How many ticks have passed. A tick mines a block or reorganises.
     *
     * @return the count
     */
    public long tick() {
        return chain.tick();
    }

    /**
     * A block of the canonical chain.
     *
     * @param number the block's number
     * @return its number and hash, or empty if the chain does not reach it
     */
    public Optional<BlockRef> block(long number) {
        ChainSnapshot snapshot = chain.snapshot();
        if (number < 0 || number > snapshot.head()) {
            return Optional.empty();
        }
        return Optional.of(new BlockRef(number, snapshot.hash(number)));
    }

    /**
     * Lets ticks pass, as the schedule of seed and options has them. Streams see all of them at once.
     *
     * @param ticks zero or more
     */
    public void advance(long ticks) {
        chain.advance(ticks);
    }

    /**
     * Mines blocks, whatever the schedule says. Streams see all of them at once.
     *
     * @param count zero or more
     */
    public void mine(long count) {
        chain.mine(count);
    }

    /**
     * Replaces the newest blocks by as many others, with other hashes and other rows.
     *
     * @param depth how many; at least 1, at most the whole chain
     */
    public void reorg(long depth) {
        chain.reorg(depth);
    }

    /**
     * Makes the chain that the last reorg replaced canonical again, as it was then. Its blocks have their old hashes.
     *
     * @throws IllegalStateException if there was no reorg, or its fork was forgotten
     */
    public void undoReorg() {
        chain.undoReorg();
    }

    /** From now on the server does not know the blocks that are not canonical now: cursors into them are unknown hashes. */
    public void forgetForks() {
        chain.forgetForks();
    }

    /** Stops the wall clock, if the devnet has one. */
    public void pause() {
        if (clock != null) {
            clock.pause();
        }
    }

    /** Lets the wall clock go on. */
    public void resume() {
        if (clock != null) {
            clock.resume();
        }
    }

    /**
     * What the server does wrong on purpose.
     *
     * @return the faults of this devnet
     */
    public Faults faults() {
        return server.faults();
    }

    /** Stops the server, which ends every call with {@code UNAVAILABLE}, and starts it on the same port; the chain stays. */
    public void restart() {
        int port = port();
        try {
            server.restart();
        } catch (IOException e) {
            throw new AmpException(DevnetError.PORT, "port " + port + " cannot be had again: " + e.getMessage(), e);
        }
    }

    /**
     * The truth, for tests: the rows of the canonical chain as it is now, in the order of blocks if it is a table.
     *
     * @param tableOrSql a table such as {@code eth_rpc.logs}, or a query as a batch query would run it
     * @param memory where the rows are kept
     * @return a reader; the caller closes it
     * @throws AmpException if a server would refuse the query
     */
    public ArrowReader canonical(String tableOrSql, BufferAllocator memory) {
        return Truth.read(planner, tableOrSql, memory);
    }

    /** Stops the server and frees all memory. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        http.close();
        if (clock != null) {
            clock.close();
        }
        server.close();
        free();
    }
}
