package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions were given out, which of them are committed, and which records they made. The stream's thread gives out, any
 * thread commits.
 *
 * <p>What is stored never claims more than what the consumer has: numbers are reserved before they are given out, and a record is
 * taken out before its undo is.
 */
final class Ledger {
    /** So many numbers are reserved by one save. A crash skips those that were not used. */
    private static final long RESERVED_AT_ONCE = 1_024;

    private final StreamStateStore store;
    private final StreamOrigin asked;
    private final String query;

    private StreamHistory delivered;
    private long settled;
    private long settledAndSaved;
    private long committed;
    private long given;
    private long reserved;

    private Ledger(StreamStateStore store, StreamOrigin asked, LedgerState state) {
        this.store = store;
        this.asked = asked;
        this.query = state.query();
        this.delivered = new StreamHistory(asked, state.records());
        this.settled = state.settled();
        this.settledAndSaved = state.settled();
        this.committed = state.committed();
        this.given = state.reserved();
        this.reserved = state.reserved();
    }

    static Ledger open(StreamStateStore store, Query query, StreamOrigin asked) {
        LedgerState fresh = new LedgerState(fingerprint(query), block(asked), List.of(), 0, 0);
        LedgerState state = store.load().map(LedgerState::fromJson).orElse(fresh);
        if (!state.query().equals(fresh.query()) || !Objects.equals(state.from(), fresh.from())) {
            throw new AmpException(
                    StreamError.ANOTHER_STREAM,
                    "the stored state is of another query, or of a stream that began at another block;"
                            + " give this stream a store of its own");
        }
        return new Ledger(store, asked, state);
    }

    private static @Nullable Long block(StreamOrigin origin) {
        return origin instanceof StreamOrigin.FromBlock from ? from.block() : null;
    }

    private static String fingerprint(Query query) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(query.identity().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first transaction that an earlier stream may have given out and not committed. */
    synchronized OptionalLong uncommitted() {
        return reserved > committed ? OptionalLong.of(committed + 1) : OptionalLong.empty();
    }

    synchronized StreamHistory delivered() {
        return delivered;
    }

    /** The last transaction that no undo will name, whatever happens: the store says so too. */
    synchronized long settled() {
        return settledAndSaved;
    }

    synchronized long nextTransaction() {
        if (given == reserved) {
            save(delivered, committed, reserved + RESERVED_AT_ONCE);
        }
        given++;
        return given;
    }

    /** Takes in the microbatch that the position has just closed. */
    synchronized StreamPosition closed(StreamPosition position, Retention retention, TransactionSpan span) {
        UnitChange change = position.unit(retention);
        List<StreamRecord> stored = new ArrayList<>();
        for (UnitChange.Merge merge : change.merges()) {
            if (merge.from().stream().allMatch(this::isCommitted)) {
                stored.add(merge.into());
                settled = Math.max(settled, lastOf(merge));
            }
        }
        change.added().forEach(record -> stored.add(span.stamp(record)));
        StreamPosition now = position.committed(stored);
        delivered = now.history();
        return now;
    }

    private static long lastOf(UnitChange.Merge merge) {
        return merge.from().stream()
                .filter(record -> !record.isMerged())
                .mapToLong(record -> TransactionSpan.of(record).last())
                .max()
                .orElse(0);
    }

    /** Takes out void records, in the store too, so that nobody goes on behind what the consumer is about to delete. */
    synchronized void voided(List<StreamRecord> records) {
        StreamHistory left = delivered.minus(records);
        if (records.stream().anyMatch(this::isCommitted)) {
            long last = left.newest()
                    .filter(record -> !record.isMerged())
                    .map(record -> TransactionSpan.of(record).last())
                    .orElse(settled);
            save(left, Math.min(committed, last), reserved);
        }
        delivered = left;
    }

    synchronized void commit(long transaction) {
        if (transaction > committed) {
            save(delivered, transaction, reserved);
        }
    }

    /** Gives unused numbers back if all is committed, so that the next stream has nothing to undo. */
    synchronized void finish() {
        if (given == committed && reserved > given) {
            save(delivered, committed, given);
        }
    }

    private void save(StreamHistory history, long nowCommitted, long nowReserved) {
        List<StreamRecord> records = history.records().stream()
                .filter(record ->
                        record.isMerged() || TransactionSpan.of(record).last() <= nowCommitted)
                .toList();
        store.save(new LedgerState(query, block(asked), records, settled, nowReserved).toJson());
        committed = nowCommitted;
        settledAndSaved = settled;
        reserved = nowReserved;
    }

    private boolean isCommitted(StreamRecord record) {
        return record.isMerged() || TransactionSpan.of(record).last() <= committed;
    }
}
