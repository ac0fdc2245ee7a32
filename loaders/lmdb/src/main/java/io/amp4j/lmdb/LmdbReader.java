package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;

/**
 * Reads the tables of an LMDB environment that were loaded, as Arrow batches, also while they are being loaded, in this process or another: each read
 * sees a snapshot of whole commits.
 *
 * <pre>{@code
 * try (BufferAllocator allocator = new RootAllocator();
 *         LmdbReader reader = LmdbReader.open(Path.of("/data/chain"), allocator);
 *         LmdbTable logs = reader.table("logs");
 *         ArrowReader rows = logs.scan(KeyRange.from(15_000_000).to(15_000_099))) {
 *     while (rows.loadNextBatch()) {
 *         System.out.println(rows.getVectorSchemaRoot().contentToTSVString());
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe; its tables are not.
 */
public final class LmdbReader implements AutoCloseable {
    private final Environment environment;
    private final BufferAllocator allocator;
    private boolean open = true;

    private LmdbReader(Environment environment, BufferAllocator allocator) {
        this.environment = environment;
        this.allocator = allocator;
    }

    /**
     * Opens an environment for reading.
     *
     * @param directory where it is
     * @param allocator gives the memory of the batches; the caller closes it, after the reader
     * @return the reader; the caller closes it after its tables
     * @throws AmpException if there is none, or it cannot be read
     */
    public static LmdbReader open(Path directory, BufferAllocator allocator) {
        return new LmdbReader(Environment.openToRead(directory), allocator);
    }

    /**
     * The tables that the environment has.
     *
     * @return their names, in the order of the names' bytes
     */
    public List<TableName> tables() {
        return catalog(Catalog::names).orElse(List.of());
    }

    /**
     * Opens a table.
     *
     * @param name its name, as {@link TableName#parse} reads it
     * @return the table; the caller closes it
     * @throws AmpException with {@code AMP-TABLE-MISSING} if there is none
     */
    public LmdbTable table(String name) {
        return table(TableName.parse(name));
    }

    /**
     * Opens a table.
     *
     * @param name its name
     * @return the table; the caller closes it
     * @throws AmpException with {@code AMP-TABLE-MISSING} if there is none
     */
    public LmdbTable table(TableName name) {
        TableInfo info = catalog(catalog -> catalog.find(name))
                .flatMap(Function.identity())
                .orElseThrow(() -> new AmpException(
                        LoadError.TABLE_MISSING, "there is no table " + name + " in " + environment.directory()));
        Dbi<Slice> rows = environment.find(Names.rows(name)).orElseThrow();
        return new LmdbTable(this, info, rows, allocator);
    }

    Environment environment() {
        return environment;
    }

    /** Reads the catalogue in a snapshot of its own; empty where nothing was ever loaded. */
    <T> Optional<T> catalog(Function<Catalog, T> reading) {
        Optional<Dbi<Slice>> tables = environment.find(Names.TABLES);
        Optional<Dbi<Slice>> schemas = environment.find(Names.SCHEMAS);
        if (tables.isEmpty() || schemas.isEmpty()) {
            return Optional.empty();
        }
        try (ReadTxn read = environment.read()) {
            return Optional.of(reading.apply(new Catalog(
                    new ByteTable(environment.allocator(), read.txn(), tables.get()),
                    new ByteTable(environment.allocator(), read.txn(), schemas.get()))));
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, environment.directory());
        }
    }

    /** Gives the environment up; calling it again does nothing. */
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            environment.release();
        }
    }
}
