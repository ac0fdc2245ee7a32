package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import io.amp4j.client.Result;
import io.amp4j.client.ResultLimit;
import io.amp4j.devnet.Devnet;
import io.amp4j.devnet.DevnetBuilder;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.StreamStatus;
import io.amp4j.loader.connection.DestinationAddress;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.StoreGreeting;
import io.amp4j.loader.spi.TableName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves a destination by loading into it: a small chain of a devnet's own, through the engine and the destination's loader, into a table that is
 * dropped in the end. One job loads and ends; another resumes, and lives through a reorg.
 */
final class DestinationChecks {
    private static final String SQL = "SELECT * FROM " + DevnetBuilder.DATASET + ".logs";
    private static final int MICROBATCH = 5;
    private static final int FIRST_BLOCKS = 10;
    private static final int MORE_BLOCKS = 10;
    private static final int REORG_DEPTH = 3;

    private static final String CONNECT = "connect";
    private static final String LOG_IN = "log in";
    private static final String READ = "read";
    private static final String CREATE = "create table";
    private static final String WRITE = "write, commit";
    private static final String RESUME = "resume";
    private static final String REORG = "reorg";
    private static final String STATE = "state";

    private final DestinationAddress address;
    private final TableName table = new TableName(null, "amp_doctor_" + random());
    private final Devnet devnet = Devnet.builder()
            .blocks(FIRST_BLOCKS)
            .microbatchBlocks(MICROBATCH)
            .transactionsPerBlock(4)
            .start();
    private final AmpClient client =
            AmpClient.builder().uri(devnet.url()).tokens(() -> null).build();
    private @Nullable Loader loader;
    private @Nullable AmpException refusal;
    private String user = "";
    private volatile @Nullable WatchedLoad load;
    private volatile boolean cancelled;

    DestinationChecks(DestinationAddress address) {
        this.address = address;
    }

    private static String random() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void run(Checkup checkup) {
        checkup.check(CONNECT, this::connect);
        checkup.check(LOG_IN, this::logIn, CONNECT);
        checkup.check(READ, this::read, LOG_IN);
        checkup.check(CREATE, this::create, READ);
        checkup.check(WRITE, this::write, CREATE);
        checkup.check(RESUME, this::resume, WRITE);
        checkup.check(REORG, this::reorg, RESUME);
        checkup.tidy(this::endLoad);
        checkup.check(STATE, this::state, REORG);
        checkup.check("rewind", this::rewind, STATE);
        checkup.check("drop", this::drop, READ);
    }

    /** One attempt finds out both whether the store is there and whether it lets in: its error's code tells which failed. */
    private Finding connect() {
        Loader opened = Destinations.open(address.uri(), address.settings());
        loader = opened;
        try {
            return Finding.ok(address.label() + opened.greet().map(this::heard).orElseGet(() -> unheard(opened)));
        } catch (AmpException e) {
            if (e.code() != LoadError.DESTINATION_UNAUTHENTICATED) {
                throw e;
            }
            refusal = e;
            return Finding.ok(address.label() + " answers");
        }
    }

    private String heard(StoreGreeting greeting) {
        user = greeting.user().orElse("");
        return ", " + greeting.store();
    }

    private static String unheard(Loader opened) {
        opened.states(Optional.empty());
        return "";
    }

    private Finding logIn() {
        if (refusal != null) {
            return Finding.failed(refusal, "");
        }
        return user.isEmpty() ? Finding.skipped("it has no users, or does not say as whom") : Finding.ok("as " + user);
    }

    private Finding read() {
        int streams = loader().states(Optional.empty()).size();
        return Finding.ok(level(loader().traits().level()) + "; it holds " + LoadWords.count(streams, "stream"));
    }

    private static String level(ConsistencyLevel level) {
        return "level " + level.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Loader loader() {
        if (loader == null) {
            throw new IllegalStateException("the destination was not opened");
        }
        return loader;
    }

    private Finding create() throws InterruptedException {
        begin(described().toBlock(FIRST_BLOCKS - 1));
        running().await(event -> event instanceof LoadEvent.Opened ? Optional.of(event) : Optional.empty());
        return Finding.ok(table + ", of the columns of " + DevnetBuilder.DATASET + ".logs");
    }

    private Finding write() throws InterruptedException {
        LoadResult result = running()
                .await(event -> event instanceof LoadEvent.Finished finished
                        ? Optional.of(finished.result())
                        : Optional.empty());
        endLoad();
        return Finding.ok(LoadWords.count(result.rows(), "row") + " up to block " + (FIRST_BLOCKS - 1) + ", "
                + LoadWords.count(result.units(), "commit"));
    }

    private Finding resume() throws InterruptedException {
        BlockRef last = head();
        devnet.mine(MORE_BLOCKS);
        begin(described());
        Cursor behind = running()
                .await(event -> event instanceof LoadEvent.Reading reading
                        ? Optional.ofNullable(reading.cursor())
                        : Optional.empty());
        if (!behind.blocks().containsValue(last)) {
            return broken("it goes on behind " + behind.blocks() + ", not behind " + last);
        }
        awaitHead();
        return Finding.ok("behind block " + last.number() + ", up to block " + devnet.head());
    }

    private Finding reorg() throws InterruptedException {
        devnet.reorg(REORG_DEPTH);
        awaitHead();
        return Finding.ok("the last " + REORG_DEPTH + " blocks were replaced, and their rows with them");
    }

    private Finding state() {
        List<StreamStatus> streams = StreamControl.of(loader()).status(Optional.of(table));
        if (streams.size() != 1) {
            return broken("it has " + streams.size() + " streams of the table");
        }
        StreamStatus stream = streams.get(0);
        boolean whole = stream.gaps().isEmpty()
                && stream.cursor()
                        .filter(cursor -> cursor.blocks().containsValue(head()))
                        .isPresent();
        return whole
                ? Finding.ok("read back: blocks 0.." + devnet.head() + ", no gaps")
                : broken("read back, it ends at " + stream.cursor() + " with gaps " + stream.gaps());
    }

    /** Deletes all rows by their batch ids: how many there were is what the store says. */
    private Finding rewind() {
        StreamControl control = StreamControl.of(loader());
        long expected = rows();
        long deleted = control.carryOut(control.planRewind(table.toString(), -1));
        if (deleted >= 0 && deleted != expected) {
            return broken(deleted + " rows were deleted, but the chain has " + expected);
        }
        return Finding.ok(
                deleted < 0
                        ? "all rows were deleted; how many, the store does not say"
                        : LoadWords.count(deleted, "row") + " deleted, as many as the chain has");
    }

    /** Also after a failure: whatever there is of the table goes. */
    private Finding drop() {
        if (!loader().traits().has(LoaderFeature.DROP)) {
            return Finding.warning(
                    "this loader drops no tables: table " + table + " and its state stay, without rows",
                    "remove it with the store's own tools");
        }
        try {
            loader().drop(table);
        } catch (AmpException e) {
            if (e.code() == LoadError.STREAM_UNKNOWN) {
                return Finding.skipped("nothing was made");
            }
            return Finding.failed(e, "remove table " + table + " with the store's own tools");
        }
        return loader().states(Optional.of(table)).isEmpty()
                ? Finding.ok("table, rows and state are gone")
                : broken("the table's state is still there");
    }

    private static Finding broken(String found) {
        return Finding.failed(ExitCode.DESTINATION, found, "please report it: this must not happen");
    }

    /** Nothing is tried again: what fails for a while is news, too. */
    private LoadBuilder described() {
        return Loads.from(client.sql(SQL))
                .to(address.uri())
                .settings(address.settings())
                .table(table)
                .commitInterval(Duration.ZERO)
                .retry(RetryPolicy.NONE);
    }

    private void awaitHead() throws InterruptedException {
        String hash = head().hash();
        running()
                .await(event -> event instanceof LoadEvent.Committed committed
                                && committed.ranges().stream()
                                        .map(BlockRange::hash)
                                        .anyMatch(hash::equals)
                        ? Optional.of(event)
                        : Optional.empty());
    }

    private BlockRef head() {
        return devnet.block(devnet.head()).orElseThrow();
    }

    private long rows() {
        try (Result result = client.sql(SQL).collect(ResultLimit.DEFAULT)) {
            return result.rows();
        }
    }

    private void begin(LoadBuilder described) {
        WatchedLoad begun = new WatchedLoad(described);
        load = begun;
        if (cancelled) {
            begun.cancel();
        }
    }

    private WatchedLoad running() {
        WatchedLoad current = load;
        if (current == null) {
            throw new IllegalStateException("no load runs");
        }
        return current;
    }

    /** Ends the load that runs, so that only the table is left to be dropped. */
    void cancel() {
        cancelled = true;
        WatchedLoad current = load;
        if (current != null) {
            current.cancel();
        }
    }

    /** Ends the load that runs, whichever check began it. */
    private void endLoad() {
        WatchedLoad current = load;
        if (current != null) {
            current.close();
            load = null;
        }
    }

    void close() {
        if (loader != null) {
            loader.close();
        }
        client.close();
        devnet.close();
    }
}
