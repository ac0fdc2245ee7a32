package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's epoch, with two connections: one for rows, and one for questions while those are queued in a transaction. One unit is open at a time: Redis does one
 * thing at a time, so that several would only wait for each other.
 */
final class RedisSession implements LoadSession {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A buffer that one large unit has grown is not kept for all of the session. */
    private static final int BUFFER_KEPT = 16 << 20;

    private final Connector connector;
    private final UnitContext context;
    private final StreamState opened;
    private StreamHash.Found found;
    private @Nullable Server control;
    private @Nullable Transactions transactions;
    private @Nullable RedisUnit open;

    /** Whether a unit was left that must be undone before the next one begins. */
    private boolean isUnsettled;

    private RespBuffer buffer = new RespBuffer(1 << 18);

    RedisSession(Connector connector, UnitContext context, StreamHash.Found found, Server control) {
        this.connector = connector;
        this.context = context;
        this.found = found;
        this.opened = found.state();
        this.control = control;
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        if (open != null) {
            throw new IllegalStateException("a unit is open already");
        }
        if (isUnsettled) {
            recover();
        }
        transactions().beginBehind(found.state().header().seq());
        open = new RedisUnit(this);
        return open;
    }

    private Server control() {
        if (control == null || control.isBroken()) {
            control = connector.connect(context.keys().descriptor());
        }
        return control;
    }

    private Transactions transactions() {
        if (transactions == null || transactions.isBroken()) {
            Server server = connector.connect(context.keys().descriptor());
            transactions = new Transactions(
                    server,
                    context.hash(),
                    context.request().streamId(),
                    opened.header().epoch(),
                    context.commands());
        }
        return transactions;
    }

    /** Attempts sort by time. */
    static String newAttempt() {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return HexFormat.of().toHexDigits(System.currentTimeMillis(), 12)
                + HexFormat.of().formatHex(random);
    }

    /** Whether rows replace those of the same key. */
    boolean replaces() {
        return RowCommands.replaces(context.request());
    }

    UnitWriter direct() {
        return new DirectUnit(context, control(), current(), newAttempt(), emptyBuffer());
    }

    UnitWriter staged(List<BatchName> swept) {
        return new StagedUnit(context, control(), current(), newAttempt(), emptyBuffer(), swept);
    }

    private Transactions current() {
        return Objects.requireNonNull(transactions, "a unit is open");
    }

    private RespBuffer emptyBuffer() {
        if (buffer.bytes().length > BUFFER_KEPT) {
            buffer = new RespBuffer(1 << 18);
        }
        return buffer;
    }

    long rows(List<BatchName> names) {
        return names.stream()
                .mapToLong(name -> context.batches().rows(control(), name))
                .sum();
    }

    /** The batches of this stream that no record outside {@code voided} names. */
    List<BatchName> unnamed(List<StreamRecord> voided) {
        List<StreamRecord> kept = found.state().records().stream()
                .filter(record -> !voided.contains(record))
                .toList();
        if (kept.stream().anyMatch(StreamRecord::isMerged)) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "an older merged record stays, whose rows carry ids that are no longer known: repair from its start instead");
        }
        Set<String> named =
                kept.stream().map(record -> record.requireId().value()).collect(Collectors.toSet());
        return context.batches().all(control()).stream()
                .filter(entry -> entry.streamId().equals(context.request().streamId()))
                .map(Batches.Entry::name)
                .filter(name -> !named.contains(name.id()))
                .toList();
    }

    List<BatchName> allBatches() {
        return context.batches().all(control()).stream()
                .map(Batches.Entry::name)
                .toList();
    }

    void commit(UnitWriter writer, StateChange change) {
        writer.commit(change, found);
        found = StreamHash.after(found, change);
    }

    void ended(RedisUnit unit) {
        if (open == unit) {
            open = null;
        }
    }

    /** Undoes what can be undone now; the rest is left for {@link #recover}, or for the next opening. */
    void rollBack(@Nullable UnitWriter writer, boolean isCommitting) {
        Transactions current = transactions;
        if (current == null) {
            return;
        }
        if (isCommitting || current.isBroken()) {
            isUnsettled = true;
            current.close();
            return;
        }
        try {
            if (writer == null) {
                current.discard();
            } else {
                writer.rollBack();
            }
        } catch (AmpException | IllegalStateException e) {
            LOG.debug("a unit is left for recovery", e);
            isUnsettled = true;
            current.close();
        }
    }

    @Override
    public StreamState recover() {
        disconnect();
        Server server = control();
        transactions().requireEpoch(server);
        server.call((Object[]) context.script().fence());
        found = context.hash().read(server).orElseThrow(this::stateLost);
        found.intents().forEach((attempt, intent) -> context.settlement().settle(server, attempt, intent));
        found = context.hash().read(server).orElseThrow(this::stateLost);
        isUnsettled = false;
        return found.state();
    }

    private AmpException stateLost() {
        return context.hash().gone(context.request().streamId());
    }

    private void disconnect() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
        if (control != null) {
            control.close();
            control = null;
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
        disconnect();
    }
}
