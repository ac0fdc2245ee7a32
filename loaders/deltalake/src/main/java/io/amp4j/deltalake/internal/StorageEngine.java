package io.amp4j.deltalake.internal;

import io.amp4j.storage.Storage;
import io.delta.kernel.defaults.engine.DefaultExpressionHandler;
import io.delta.kernel.defaults.engine.DefaultJsonHandler;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;

/** Delta Kernel's way to files: a storage. Thread-safe. */
public final class StorageEngine implements Engine {
    private final FileSystemClient files;
    private final JsonHandler json;
    private final ParquetHandler parquet;
    private final ExpressionHandler expressions = new DefaultExpressionHandler();

    /**
     * An engine over a storage.
     *
     * @param storage where all tables are; stays the caller's
     */
    public StorageEngine(Storage storage) {
        StorageFiles io = new StorageFiles(storage);
        this.files = new StorageFileSystem(storage, io);
        this.json = new DefaultJsonHandler(io);
        this.parquet = new ParquetTables(storage);
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return expressions;
    }

    @Override
    public JsonHandler getJsonHandler() {
        return json;
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return files;
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return parquet;
    }
}
