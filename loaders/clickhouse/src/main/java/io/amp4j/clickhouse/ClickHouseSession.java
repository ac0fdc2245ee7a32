package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's session. Several threads may each have a unit; only their commits wait for one another. */
final class ClickHouseSession implements LoadSession {
    /** How many commits the log keeps before it is folded into a snapshot. */
    private static final int COMMITS_PER_SNAPSHOT = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseSession.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClickHouseHttp http;
    private final StateLog log;
    private final StreamLog stream;
    private final ClickHouseTable table;
    private final LoadRequest request;
    private final StreamState opened;
    private final BufferAllocator allocator = new RootAllocator();
    private final Set<ClickHouseUnit> units = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private StreamState state;
    private long snapshotSeq;

    ClickHouseSession(
            ClickHouseHttp http,
            StateLog log,
            StreamLog stream,
            ClickHouseTable table,
            LoadRequest request,
            StreamState opened) {
        this.http = http;
        this.log = log;
        this.stream = stream;
        this.table = table;
        this.request = request;
        this.opened = opened;
        this.state = opened;
        this.snapshotSeq = opened.header().seq();
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        String attempt = newAttempt();
        try {
            stream.intent(seq(), attempt);
        } catch (AmpException e) {
            failed.add(attempt);
            throw e;
        }
        ClickHouseUnit unit = new ClickHouseUnit(this, table, attempt);
        units.add(unit);
        return unit;
    }

    private synchronized long seq() {
        return state.header().seq();
    }

    /** Attempts sort by time, which keeps the rows of one close together in their filter. */
    static String newAttempt() {
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        return HexFormat.of().toHexDigits(System.currentTimeMillis(), 12)
                + HexFormat.of().formatHex(random);
    }

    /** Inserts the commit's entry; from then on the unit's rows count, and those that it sweeps do not. */
    synchronized void commit(String attempt, StateChange change, Sweep sweep) {
        long next = state.header().seq() + 1;
        stream.commit(next, attempt, change, sweep);
        state = state.apply(change);
    }

    /** Deletes what a commit made void, and says so in the log. */
    void sweep(String attempt, Sweep sweep) {
        if (sweep.kind() != Sweep.Kind.NONE) {
            table.remove(sweep.condition(), options(attempt, "sweep"));
            stream.settled(seq(), StateLog.Entry.SWEPT, attempt);
        }
        foldIfLong();
    }

    private synchronized void foldIfLong() {
        long seq = state.header().seq();
        if (seq - snapshotSeq >= COMMITS_PER_SNAPSHOT) {
            stream.snapshot(state, "", Sweep.none());
            stream.trim(seq);
            snapshotSeq = seq;
        }
    }

    /** The sweep of all rows that no record outside {@code voided} names. */
    Sweep unnamed(List<StreamRecord> voided) {
        List<StreamRecord> kept = new ArrayList<>();
        synchronized (this) {
            kept.addAll(state.records());
        }
        kept.removeAll(voided);
        if (kept.stream().anyMatch(record -> record.isMerged())) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "an older merged record stays, whose rows carry ids that are no longer known: repair from its start instead");
        }
        return OtherStreams.allRowsBut(others(), Sweep.of(kept).rows());
    }

    private List<StreamState> others() {
        return log.states(Optional.of(request.table())).stream()
                .filter(other -> !other.header().streamId().equals(request.streamId()))
                .toList();
    }

    InsertStream insert(String attempt, WireBatch wire) {
        // The token keeps a table with a deduplication window from taking equal blocks of one insert for a repetition.
        // It is the
        // attempt's: a batch id may come again with other rows beside it.
        Options options =
                options(attempt, "insert").bind("attempt", attempt).setting("insert_deduplication_token", attempt);
        return new InsertStream(http, table.insertStatement(attempt, log.guardOfAttempt()), options, wire.schema());
    }

    private Options options(String attempt, String name) {
        return stream.options(attempt + "-" + name);
    }

    BufferAllocator allocator() {
        return allocator;
    }

    @Override
    public synchronized StreamState recover() {
        requireHeld(stream.read());
        for (String attempt : Set.copyOf(failed)) {
            giveUp(attempt);
        }
        LogView view = requireHeld(stream.read());
        for (String attempt : Set.copyOf(failed)) {
            settle(attempt, view);
            failed.remove(attempt);
        }
        state = view.state().orElseThrow(() -> Fencing.stateGone(request.streamId(), log.quotedName()));
        return state;
    }

    private LogView requireHeld(LogView view) {
        if (!stream.isHeld(view)) {
            throw Fencing.fenced(request.streamId());
        }
        return view;
    }

    /** Whether it committed is final from here on. */
    private void giveUp(String attempt) {
        stream.giveUp(seq(), attempt);
        stream.running(attempt).end();
    }

    private void settle(String attempt, LogView view) {
        Sweep sweep = view.unswept().get(attempt);
        if (sweep != null) {
            table.remove(sweep.condition(), options(attempt, "sweep"));
            stream.settled(seq(), StateLog.Entry.SWEPT, attempt);
        } else if (view.open().contains(attempt)) {
            abort(attempt);
        }
    }

    private void abort(String attempt) {
        table.removeAttempts(Set.of(attempt), options(attempt, "abort"));
        stream.settled(seq(), StateLog.Entry.ABORTED, attempt);
    }

    /** Cleans up behind a unit that was given up; what cannot be done now is left for {@link #recover} or for the next opening. */
    void rolledBack(ClickHouseUnit unit, String attempt, boolean committing) {
        units.remove(unit);
        if (committing) {
            failed.add(attempt);
            return;
        }
        try {
            giveUp(attempt);
            abort(attempt);
        } catch (AmpException e) {
            LOG.debug("attempt {} is left for recovery", attempt, e);
            failed.add(attempt);
        }
    }

    void finished(ClickHouseUnit unit) {
        units.remove(unit);
    }

    @Override
    public void close() {
        Set.copyOf(units).forEach(ClickHouseUnit::close);
        allocator.close();
    }
}
