package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.deltalake.internal.StorageEngine;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.storage.Storage;
import io.amp4j.storage.Storages;
import io.delta.kernel.engine.Engine;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads into the Delta tables of one folder. */
final class DeltaLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.ATOMIC,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS,
                    LoaderFeature.SHARED_STATUS));

    private final Settings settings;
    private final Config config;
    private @Nullable Storage storage;

    DeltaLoader(Settings settings, Config config) {
        this.settings = settings;
        this.config = config;
        if (config.location().isBlank()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "a Delta destination names a folder of tables: delta:/path or delta:s3://bucket/path");
        }
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    private synchronized Storage storage() {
        if (storage == null) {
            storage = Storages.open(config.location(), config);
        }
        return storage;
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        Storage tables = storage();
        Engine engine = new StorageEngine(tables);
        List<String> folders = table.map(name -> List.of(TableFolders.of(name))).orElseGet(() -> tables.folders(""));
        return folders.stream()
                .flatMap(folder -> DeltaTable.load(engine, tables.locationOf(folder)).stream())
                .flatMap(found -> states(tables, found).stream())
                .sorted(Comparator.comparing(state -> state.header().streamId()))
                .toList();
    }

    private static List<StreamState> states(Storage tables, DeltaTable table) {
        Map<String, String> domains = DeltaErrors.tell(table.path(), table::domains);
        return StateDomains.streams(domains).stream()
                .flatMap(stream -> StateDomains.read(domains, stream).stream())
                .map(state -> RestoredState.of(tables, table, state))
                .toList();
    }

    @Override
    public LoadSession open(LoadRequest request) {
        Storage tables = storage();
        return new Opening(tables, new StorageEngine(tables), settings, request).run();
    }

    @Override
    public synchronized void close() {
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }
}
