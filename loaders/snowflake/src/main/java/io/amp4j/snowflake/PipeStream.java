package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import io.amp4j.snowflake.Intents.Intent;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session sends through Snowpipe Streaming. Each unit has a channel to itself; the channels are numbered, so that a stream never has more of them than
 * it had units at once, and the next job takes the same ones over. Thread-safe.
 */
final class PipeStream {
    private static final Logger LOG = LoggerFactory.getLogger(PipeStream.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** How often a job that waits looks whether a newer one took its channel: then nothing it waits for would come. */
    private static final Duration EPOCH_CHECK = Duration.ofSeconds(5);

    private final SnowflakeSession session;
    private final Snowpipe snowpipe;
    private final PipeName pipe;
    private final String channels;
    private final Set<PipeUnit> open = ConcurrentHashMap.newKeySet();

    /** Channels that are open and idle; guarded by this. */
    private final List<PipeChannel> idle = new ArrayList<>();

    /** Numbers of channels that are in use; guarded by this. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    PipeStream(SnowflakeSession session, Snowpipe snowpipe, PipeName pipe) {
        this.session = session;
        this.snowpipe = snowpipe;
        this.pipe = pipe;
        this.channels = "AMP4J_" + PipeDefinition.digest(session.request().streamId()) + "_";
    }

    /** Attempts sort by time, so that Snowflake passes over the partitions that hold none of its rows. */
    static String newAttempt() {
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        return HexFormat.of().toHexDigits(System.currentTimeMillis(), 12)
                + HexFormat.of().formatHex(random);
    }

    Unit begin() {
        PipeUnit unit = new PipeUnit(this);
        open.add(unit);
        return unit;
    }

    TargetTable table() {
        return session.table();
    }

    RowChoice unnamed(List<StreamRecord> voided) {
        session.transact(
                connection -> Opening.requireSoleStream(session.destination().states(), connection, session.request()));
        return RowChoice.unnamed(session.committed(), voided);
    }

    /**
     * A channel for an attempt, whose intent is committed when this returns.
     *
     * @param isFresh whether it must be opened again even if one lies idle: so that nothing which was sent before can come behind a reorg's deletion
     */
    PipeChannel channel(String attempt, boolean isFresh) {
        PipeChannel lying = take(isFresh);
        String name = lying == null ? nextName() : lying.name();
        try {
            intend(Intent.open(attempt, pipe, name));
            return lying == null ? opened(name) : lying;
        } catch (AmpException e) {
            throw session.failure(e);
        }
    }

    /** Asks for the epoch once the channel is open: had a newer job taken it over before, this opening would have taken it back. */
    private PipeChannel opened(String name) {
        PipeChannel channel = snowpipe.client().open(pipe, name);
        session.transact(session::requireEpoch);
        return channel;
    }

    private synchronized @Nullable PipeChannel take(boolean isFresh) {
        if (isFresh) {
            idle.forEach(channel -> used.remove(channel.name()));
            idle.clear();
        }
        return idle.isEmpty() ? null : idle.remove(idle.size() - 1);
    }

    private String nextName() {
        int number = 0;
        while (!used.add(channels + number)) {
            number++;
        }
        return channels + number;
    }

    /** In the transaction that holds the stream's row: an opening waits for it and finds the intent, or it finds another epoch. */
    private void intend(Intent intent) {
        long epoch = session.opened().header().epoch();
        String streamId = session.request().streamId();
        synchronized (session) {
            session.transact(connection -> {
                session.hold(connection);
                snowpipe.intents().add(connection, streamId, epoch, intent);
                connection.commit();
            });
        }
    }

    void append(PipeChannel channel, String offset, byte[] zippedRows) {
        try {
            snowpipe.client().append(channel, offset, zippedRows);
        } catch (AmpException e) {
            throw session.failure(e);
        }
    }

    /**
     * Waits until all rows of an attempt are in the table: the channel says that its last offset is committed, and the table that it has as many rows as
     * were sent. The server leaves out rows that it refuses ({@code ON_ERROR = CONTINUE} is all that it knows), and counts them.
     */
    void awaitRows(PipeChannel channel, String offset, String attempt, long sent) {
        Wait wait = new Wait();
        try {
            while (true) {
                ChannelStatus status = snowpipe.client().status(channel);
                requireNoErrors(status, channel);
                boolean isCommitted = status.committedOffset().equals(offset);
                if (isCommitted && count(attempt) == sent) {
                    return;
                }
                wait.again(isCommitted ? "has not shown all rows" : "has not committed the rows");
            }
        } catch (AmpException e) {
            throw session.failure(e);
        }
    }

    private void requireNoErrors(ChannelStatus status, PipeChannel channel) {
        long refused = status.errors() - channel.earlierErrors();
        if (refused > 0) {
            throw new AmpException(
                    LoadError.VALUE_REFUSED,
                    "Snowflake refused " + refused + " rows of this unit, and nothing of it is committed: "
                            + status.lastError() + ". Change the query or the table");
        }
    }

    private long count(String attempt) {
        String sql = "SELECT COUNT(*) FROM " + table().quoted() + " WHERE " + TargetTable.ATTEMPT + " = "
                + SnowflakeDialect.text(attempt);
        AtomicLong count = new AtomicLong();
        session.transact(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                count.set(rows.getLong(1));
            }
        });
        return count.get();
    }

    /** Deletes what is void, forgets the intent and changes the state: one transaction, and the view shows all of it or nothing. */
    void commit(String attempt, @Nullable RowChoice voided, StateChange change) {
        synchronized (session) {
            session.transact(connection -> {
                if (voided != null) {
                    RowChoice rows = voided.and(snowpipe.intents().committed());
                    Snowpipe.delete(connection, table().quoted(), rows.condition());
                }
                snowpipe.intents().remove(connection, attempt);
                session.commit(connection, change);
            });
        }
    }

    void ended(PipeUnit unit, @Nullable PipeChannel channel) {
        open.remove(unit);
        if (channel != null) {
            synchronized (this) {
                idle.add(channel);
            }
        }
    }

    /**
     * Cleans up behind a unit; what cannot be done now is left for the recovery or for the next opening.
     *
     * @param channel where its rows went, or null if none were sent, or if it may have been committed after all
     */
    void rolledBack(PipeUnit unit, String attempt, @Nullable PipeChannel channel) {
        open.remove(unit);
        if (channel == null) {
            return;
        }
        try (Connection connection = session.destination().connections().direct()) {
            session.requireEpoch(connection);
            snowpipe.settle(connection, session.request(), List.of(Intent.open(attempt, pipe, channel.name())));
            used.remove(channel.name());
        } catch (SQLException | AmpException e) {
            LOG.debug("attempt {} is left for recovery", attempt, e);
        }
    }

    /** Gives up what this session left open. No unit is open. */
    void recover(Connection connection) throws SQLException {
        List<Intent> left =
                snowpipe.intents().open(connection, session.request().streamId());
        snowpipe.settle(connection, session.request(), left);
        synchronized (this) {
            idle.clear();
            used.clear();
        }
    }

    void close() {
        Set.copyOf(open).forEach(PipeUnit::close);
    }

    /** Waiting for the server, within the patience that is configured. */
    private final class Wait {
        private final long begun = System.nanoTime();
        private boolean isChecked;
        private long checked;
        private Duration next = FIRST_WAIT;

        void again(String why) {
            long now = System.nanoTime();
            Duration patience = snowpipe.access().patience();
            if (!patience.isZero() && now - begun > patience.toNanos()) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "Snowpipe Streaming " + why + " for " + patience.toSeconds() + " s");
            }
            if (!isChecked || now - checked > EPOCH_CHECK.toNanos()) {
                isChecked = true;
                checked = now;
                session.transact(session::requireEpoch);
            }
            snowpipe.pause().of(next);
            next = next.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? next.multipliedBy(2) : LONGEST_WAIT;
        }
    }
}
