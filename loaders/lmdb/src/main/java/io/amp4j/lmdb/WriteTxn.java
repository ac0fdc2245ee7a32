package io.amp4j.lmdb;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Txn;

/** The environment's one write transaction. Begun, used and ended by one thread, as LMDB demands. */
final class WriteTxn implements AutoCloseable {
    private final Environment environment;
    private final Txn<Slice> txn;
    private final AutoCloseable ended;
    private final Map<String, Dbi<Slice>> opened = new HashMap<>();
    private boolean opensHandles;
    private boolean open = true;

    WriteTxn(Environment environment, Txn<Slice> txn, AutoCloseable ended) {
        this.environment = environment;
        this.txn = txn;
        this.ended = ended;
    }

    Txn<Slice> txn() {
        return txn;
    }

    /** A sub-database; created if it is missing. */
    Dbi<Slice> create(String name) {
        return known(name).orElseGet(() -> handle(name, DbiFlags.MDB_CREATE));
    }

    /** A sub-database that may be missing. */
    Optional<Dbi<Slice>> find(String name) {
        Optional<Dbi<Slice>> known = known(name);
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(handle(name));
        } catch (Dbi.KeyNotFoundException e) {
            return Optional.empty();
        }
    }

    private Optional<Dbi<Slice>> known(String name) {
        Dbi<Slice> kept = environment.handles().get(name);
        return Optional.ofNullable(kept == null ? opened.get(name) : kept);
    }

    private Dbi<Slice> handle(String name, DbiFlags... flags) {
        if (!opensHandles) {
            environment.handleOpening().lock();
            opensHandles = true;
        }
        // Somebody may have opened it while this one waited.
        Dbi<Slice> kept = environment.handles().get(name);
        if (kept != null) {
            return kept;
        }
        Dbi<Slice> handle = environment.openHandle(txn, name, flags);
        opened.put(name, handle);
        return handle;
    }

    void commit() {
        txn.commit();
        environment.handles().putAll(opened);
    }

    /** Rolls back what was not committed, and lets the next writer in. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        Quietly.close(txn);
        if (opensHandles) {
            environment.handleOpening().unlock();
        }
        Quietly.close(ended);
    }
}
