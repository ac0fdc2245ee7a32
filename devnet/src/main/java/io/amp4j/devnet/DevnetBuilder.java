package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.wire.Options;
import io.amp4j.devnet.internal.wire.Options.Ranges;
import io.amp4j.devnet.internal.wire.Options.TextEncoding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Devnet}. Every option has a default; with none set, {@link #start()} gives a quiet chain of 100
 * blocks on a free port. Not thread-safe.
 */
public final class DevnetBuilder {
    /** The dataset of the generated chain. */
    public static final String DATASET = "eth_rpc";

    /** The network of the generated chain. */
    public static final String NETWORK = "devnet";

    long seed = 1;
    String network = NETWORK;
    long blocks = 100;
    long tick = -1;

    @Nullable
    Duration blockTime;

    int reorgEvery;
    int reorgDepth = 2;
    int transactionsPerBlock = 8;
    int logsPerTransaction = 2;
    int port;
    int adminPort;
    boolean adminPortNamed;
    boolean loginRequired;
    int microbatchBlocks = 1000;
    long batchBytes = 2L << 20;
    int batchRows = 8192;
    Duration keepAlive = Duration.ofSeconds(30);
    Compression compression = Compression.NONE;
    boolean dictionaries;
    boolean flatRanges;

    @Nullable
    String token;

    final Map<String, ParquetDataset> datasets = new LinkedHashMap<>();
    final Map<String, Path> replays = new LinkedHashMap<>();

    /** A folder of Parquet files, and the network that its blocks belong to. */
    record ParquetDataset(String network, Path directory) {}

    DevnetBuilder() {}

    /**
     * What the chain's history is made from: the same seed, options and tick give the same chain, to the last byte.
     *
     * @param value any number; 1 unless set
     * @return this
     */
    public DevnetBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * The name of the generated chain's network, as ranges and cursors carry it.
     *
     * @param name not empty; {@value #NETWORK} unless set
     * @return this
     */
    public DevnetBuilder network(String name) {
        network = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * How many blocks the chain has at the start: as many ticks pass as it takes.
     *
     * @param count zero or more; 100 unless set
     * @return this
     */
    public DevnetBuilder blocks(long count) {
        blocks = atLeast(0, count, "blocks");
        tick = -1;
        return this;
    }

    /**
     * Starts at a tick instead of at a number of blocks: what {@link Devnet#tick()} said continues that chain.
     *
     * @param value zero or more
     * @return this
     */
    public DevnetBuilder tick(long value) {
        tick = atLeast(0, value, "tick");
        return this;
    }

    /**
     * Lets a tick pass at this interval of the wall clock. Without it the chain stands still until it is told to go on.
     *
     * @param interval more than zero
     * @return this
     */
    public DevnetBuilder blockTime(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("the block time must be more than zero, not " + interval);
        }
        blockTime = interval;
        return this;
    }

    /**
     * Makes about one tick in this many a reorg, at places that the seed decides. Zero, the default, makes none.
     *
     * @param ticks zero, or at least 2
     * @return this
     */
    public DevnetBuilder reorgEvery(int ticks) {
        if (ticks == 1) {
            throw new IllegalArgumentException(
                    "a chain that reorganises at every tick never grows: set 0 or at least 2");
        }
        reorgEvery = (int) atLeast(0, ticks, "reorgEvery");
        return this;
    }

    /**
     * How many blocks a scheduled reorg replaces at most; the seed decides how many it is each time.
     *
     * @param maximum at least 1; 2 unless set
     * @return this
     */
    public DevnetBuilder reorgDepth(int maximum) {
        reorgDepth = (int) atLeast(1, maximum, "reorgDepth");
        return this;
    }

    /**
     * How many transactions a generated block has on average: from half of it to one and a half times as many.
     *
     * @param mean zero or more; 8 unless set
     * @return this
     */
    public DevnetBuilder transactionsPerBlock(int mean) {
        transactionsPerBlock = (int) atLeast(0, mean, "transactionsPerBlock");
        return this;
    }

    /**
     * How many logs a generated transaction has on average; transfers of tokens are among them.
     *
     * @param mean zero or more; 2 unless set
     * @return this
     */
    public DevnetBuilder logsPerTransaction(int mean) {
        logsPerTransaction = (int) atLeast(0, mean, "logsPerTransaction");
        return this;
    }

    /**
     * The port on 127.0.0.1.
     *
     * @param number 0, the default, takes a free one
     * @return this
     */
    public DevnetBuilder port(int number) {
        port = checkedPort(number);
        return this;
    }

    /**
     * The port of the Admin API, the registry and the auth platform on 127.0.0.1, which is listened on from the start. Unless set, a
     * free one is taken when {@link Devnet#adminUrl()} is first asked for.
     *
     * @param number 0 takes a free one
     * @return this
     */
    public DevnetBuilder adminPort(int number) {
        adminPort = checkedPort(number);
        adminPortNamed = true;
        return this;
    }

    private static int checkedPort(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException(number + " is no port: 0 to 65535 are");
        }
        return number;
    }

    /**
     * How many blocks a microbatch of a stream has at most.
     *
     * @param count at least 1; 1000 unless set
     * @return this
     */
    public DevnetBuilder microbatchBlocks(int count) {
        microbatchBlocks = (int) atLeast(1, count, "microbatchBlocks");
        return this;
    }

    /**
     * About how large a batch may grow before the next one begins.
     *
     * @param bytes at least 1; 2 MiB unless set
     * @return this
     */
    public DevnetBuilder batchBytes(long bytes) {
        batchBytes = atLeast(1, bytes, "batchBytes");
        return this;
    }

    /**
     * How many rows a batch has at most.
     *
     * @param count at least 1; 8192 unless set
     * @return this
     */
    public DevnetBuilder batchRows(int count) {
        batchRows = (int) atLeast(1, count, "batchRows");
        return this;
    }

    /**
     * After how long without a message inside a microbatch an empty batch is sent.
     *
     * @param interval more than zero; 30 seconds unless set
     * @return this
     */
    public DevnetBuilder keepAlive(Duration interval) {
        keepAlive = interval;
        return this;
    }

    /**
     * Compresses the batches.
     *
     * @param codec {@link Compression#NONE} unless set
     * @return this
     */
    public DevnetBuilder compression(Compression codec) {
        compression = codec;
        return this;
    }

    /**
     * Sends text columns with dictionary encoding.
     *
     * @return this
     */
    public DevnetBuilder dictionaryEncoded() {
        dictionaries = true;
        return this;
    }

    /**
     * Writes ranges as older servers do: {@code start} and {@code end} beside {@code network}.
     *
     * @return this
     */
    public DevnetBuilder flatRanges() {
        flatRanges = true;
        return this;
    }

    /**
     * Refuses calls that do not bring this bearer token, with {@code UNAUTHENTICATED}.
     *
     * @param value the token
     * @return this
     */
    public DevnetBuilder requireToken(String value) {
        token = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Refuses calls that do not bring a token that {@link Devnet#auth()} gave out and has not taken back.
     *
     * @return this
     */
    public DevnetBuilder requireLogin() {
        loginRequired = true;
        return this;
    }

    /**
     * Serves a folder of Parquet files as a dataset of network {@code mainnet}.
     *
     * @param name the dataset's name in SQL; it replaces the generated one if the name is the same
     * @param directory files whose names end in {@code blocks}, {@code transactions}, {@code logs}, … before {@code .parquet}
     * @return this
     */
    public DevnetBuilder dataset(String name, Path directory) {
        return dataset(name, "mainnet", directory);
    }

    /**
     * Serves a folder of Parquet files as a dataset.
     *
     * @param name the dataset's name in SQL; it replaces the generated one if the name is the same
     * @param ofNetwork the network that its blocks belong to
     * @param directory files whose names end in {@code blocks}, {@code transactions}, {@code logs}, … before {@code .parquet}
     * @return this
     */
    public DevnetBuilder dataset(String name, String ofNetwork, Path directory) {
        datasets.put(name, new ParquetDataset(ofNetwork, directory));
        return this;
    }

    /**
     * Answers a query with recorded messages, whatever they are, instead of running it.
     *
     * @param sql the query's text, to the letter
     * @param recording a file as {@link Recording} describes it
     * @return this
     */
    public DevnetBuilder replay(String sql, Path recording) {
        replays.put(sql, recording);
        return this;
    }

    /**
     * Starts the server.
     *
     * @return a running devnet; the caller closes it
     * @throws AmpException if the port is taken or a dataset cannot be read
     */
    public Devnet start() {
        return new Devnet(this);
    }

    Options wire(Predicate<Optional<String>> allows) {
        Map<String, Recording> recordings = new LinkedHashMap<>();
        replays.forEach((sql, file) -> recordings.put(sql, Recording.read(file)));
        return new Options(
                new BatchLimits(batchRows, batchBytes),
                microbatchBlocks,
                keepAlive,
                compression,
                dictionaries ? TextEncoding.DICTIONARY : TextEncoding.PLAIN,
                flatRanges ? Ranges.FLAT : Ranges.NESTED,
                allows,
                recordings);
    }

    private static long atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
        return value;
    }
}
