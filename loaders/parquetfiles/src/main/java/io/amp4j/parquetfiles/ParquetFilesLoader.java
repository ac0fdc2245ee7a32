package io.amp4j.parquetfiles;

import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Dropping;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.storage.Storage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads into a directory, or a prefix of a bucket, that has a folder of Parquet files for each table. */
final class ParquetFilesLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.AT_REST, // who lists the folder sees open units; who reads the manifest does not
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.DROP,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS,
                    LoaderFeature.SHARED_STATUS));

    private final Storage storage;
    private final FileFormat format;

    ParquetFilesLoader(Storage storage, FileFormat format) {
        this.storage = storage;
        this.format = format;
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        List<TableFolder> folders =
                table.map(name -> List.of(TableFolder.of(storage, name))).orElseGet(() -> TableFolder.all(storage));
        return folders.stream()
                .flatMap(folder -> folder.read().stream())
                .flatMap(found -> found.manifest().states().values().stream())
                .sorted(Comparator.comparing(state -> state.header().streamId()))
                .toList();
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return ParquetFilesSession.open(TableFolder.of(storage, request.table()), request, format);
    }

    @Override
    public void drop(TableName table) {
        Dropping.endJobs(this, table, ResumePolicy.START_OVER);
        TableFolder.of(storage, table).drop();
    }

    @Override
    public void close() {
        storage.close();
    }
}
