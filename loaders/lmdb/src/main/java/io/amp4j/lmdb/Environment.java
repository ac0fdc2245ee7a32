package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.EnvInfo;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One LMDB environment, shared by all of the process that use it: LMDB forbids to open one twice. Thread-safe. Whoever gets it from {@link #open}
 * gives it back by {@link #release}; the last one closes it.
 */
final class Environment {
    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
    private static final Map<Path, Environment> OPEN = new HashMap<>();
    private static final int MAX_TABLES = 512;
    private static final int MAX_READERS = 254;
    private static final String DATA = "data.mdb";

    private final Path directory;
    private final SyncMode sync;
    private final Env<Slice> env;
    private final JobLocks locks;
    private final BufferAllocator allocator = new RootAllocator();
    /** Held shared by each transaction of this process: the map's size changes only when there is none. */
    private final StampedLock transactions = new StampedLock();
    /** LMDB allows one transaction at a time to open handles. */
    private final ReentrantLock handleOpening = new ReentrantLock();

    private final Map<String, Dbi<Slice>> handles = new ConcurrentHashMap<>();
    private int users;

    private Environment(Path directory, SyncMode sync, Env<Slice> env) {
        this.directory = directory;
        this.sync = sync;
        this.env = env;
        this.locks = new JobLocks(directory);
    }

    /** Whether a directory holds an environment. */
    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(DATA));
    }

    /** Opens the environment for writing; creates it if it is missing. */
    static Environment open(Path directory, SyncMode sync, long mapSize) {
        try {
            Files.createDirectories(directory);
            return shared(directory.toRealPath(), sync, mapSize, sync.flags());
        } catch (IOException e) {
            throw new AmpException(LoadError.DESTINATION_FAILED, directory + " cannot be an LMDB environment: " + e, e);
        }
    }

    /** Opens the environment for reading; where it may not be written, without taking part in its locks' upkeep. */
    static Environment openToRead(Path directory) {
        if (!exists(directory)) {
            throw new AmpException(LoadError.DESTINATION_FAILED, directory + " holds no LMDB environment");
        }
        boolean writable = Files.isWritable(directory.resolve(DATA)) && Files.isWritable(directory);
        EnvFlags[] flags = writable ? new EnvFlags[0] : new EnvFlags[] {EnvFlags.MDB_RDONLY_ENV};
        try {
            return shared(directory.toRealPath(), SyncMode.RISKS_NOTHING, 0, flags);
        } catch (IOException e) {
            throw new AmpException(LoadError.DESTINATION_FAILED, directory + " cannot be read: " + e, e);
        }
    }

    private static Environment shared(Path directory, SyncMode sync, long mapSize, EnvFlags... flags) {
        synchronized (OPEN) {
            Environment known = OPEN.get(directory);
            if (known == null) {
                known = new Environment(directory, sync, openNew(directory, mapSize, flags));
                OPEN.put(directory, known);
            } else if (mapSize > 0 && known.sync.compareTo(sync) > 0) {
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        directory + " is open in this process with a sync mode that risks more: use the same one");
            }
            known.users++;
            return known;
        }
    }

    private static Env<Slice> openNew(Path directory, long mapSize, EnvFlags... flags) {
        EnvFlags[] all = new EnvFlags[flags.length + 1];
        System.arraycopy(flags, 0, all, 0, flags.length);
        all[flags.length] = EnvFlags.MDB_NOTLS; // a reader may go from one thread to another
        try {
            return Env.create(SliceProxy.INSTANCE)
                    .setMapSize(mapSize)
                    .setMaxDbs(MAX_TABLES)
                    .setMaxReaders(MAX_READERS)
                    .open(directory.toFile(), all);
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, directory);
        } catch (LinkageError | UnsupportedOperationException e) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "LMDB's native library cannot be loaded here: " + e
                            + ". It comes for Linux, macOS and Windows on x86-64, and for Linux and macOS on arm64; -Dlmdbjava.native.lib=FILE"
                            + " names another",
                    e);
        }
    }

    void release() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(directory);
                locks.close();
                env.close();
                allocator.close();
            }
        }
    }

    Path directory() {
        return directory;
    }

    /** For keys and values that are on their way between heap and map. */
    BufferAllocator allocator() {
        return allocator;
    }

    JobLocks locks() {
        return locks;
    }

    int maxKeySize() {
        return env.getMaxKeySize();
    }

    /** Gives up the places of readers that died. */
    void forgetDeadReaders() {
        try {
            env.readerCheck();
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, directory);
        }
    }

    /** A sub-database that is there; found before the transaction begins that reads it. */
    Optional<Dbi<Slice>> find(String name) {
        Dbi<Slice> known = handles.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        handleOpening.lock();
        try (ReadTxn read = read()) {
            Dbi<Slice> found = env.openDbi(read.txn(), Names.bytes(name), null, false);
            read.txn().commit(); // also a reader's handle lasts only when its transaction is committed
            handles.put(name, found);
            return Optional.of(found);
        } catch (Dbi.KeyNotFoundException e) {
            return Optional.empty();
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, directory);
        } finally {
            handleOpening.unlock();
        }
    }

    /** A snapshot. */
    ReadTxn read() {
        while (true) {
            long stamp = transactions.readLock();
            try {
                return new ReadTxn(env.txnRead(), () -> transactions.unlockRead(stamp));
            } catch (Dbi.MapResizedException e) {
                transactions.unlockRead(stamp);
                resize(0, Duration.ofSeconds(1));
            } catch (LmdbException e) {
                transactions.unlockRead(stamp);
                throw LmdbErrors.translate(e, directory);
            }
        }
    }

    /**
     * The one write transaction of the environment, for the calling thread.
     *
     * @param room how many bytes must be free in the map
     * @param patience how long to wait for another writer
     */
    WriteTxn write(long room, Duration patience) {
        AutoCloseable turn = locks.awaitTurn(patience);
        try {
            makeRoom(room, patience);
            return begin(turn, patience);
        } catch (RuntimeException | Error e) {
            Quietly.close(turn);
            throw e;
        }
    }

    private WriteTxn begin(AutoCloseable turn, Duration patience) {
        while (true) {
            long stamp = transactions.readLock();
            try {
                Txn<Slice> txn = env.txnWrite();
                return new WriteTxn(this, txn, () -> {
                    transactions.unlockRead(stamp);
                    turn.close();
                });
            } catch (Dbi.MapResizedException e) {
                transactions.unlockRead(stamp);
                resize(0, patience);
            } catch (LmdbException e) {
                transactions.unlockRead(stamp);
                throw LmdbErrors.translate(e, directory);
            }
        }
    }

    /** Called with the turn to write. Address space is all that a larger map costs, so it doubles early. */
    private void makeRoom(long room, Duration patience) {
        EnvInfo info = env.info();
        long used = (info.lastPageNumber + 1) * env.stat().pageSize;
        if (info.mapSize - used >= room) {
            return;
        }
        long size = Math.max(info.mapSize * 2, used + room * 2);
        try {
            resize(size, patience);
            LOG.info("the map of {} grows to {} bytes", directory, size);
        } catch (AmpException e) {
            LOG.info(
                    "the map of {} cannot grow while it is read in this process; the next unit tries again", directory);
        }
    }

    /** Called when a unit found the map full. */
    void grow(Duration patience) {
        resize(env.info().mapSize * 2, patience);
    }

    /** Zero takes the size that another process gave it. */
    private void resize(long size, Duration patience) {
        long stamp = 0;
        try {
            stamp = transactions.tryWriteLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (stamp == 0) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "the map of " + directory
                                + " has to grow, and cannot while it is read in this process: close what reads it");
            }
            env.setMapSize(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(LoadError.DESTINATION_UNAVAILABLE, "interrupted while the map was to grow", e);
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, directory);
        } finally {
            if (stamp != 0) {
                transactions.unlockWrite(stamp);
            }
        }
    }

    ReentrantLock handleOpening() {
        return handleOpening;
    }

    Map<String, Dbi<Slice>> handles() {
        return handles;
    }

    /** Opens a handle that is valid within the transaction, and behind it if it is committed. */
    Dbi<Slice> openHandle(Txn<Slice> txn, String name, org.lmdbjava.DbiFlags... flags) {
        return env.openDbi(txn, Names.bytes(name), null, false, flags);
    }
}
