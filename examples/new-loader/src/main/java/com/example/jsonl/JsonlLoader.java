package com.example.jsonl;

import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads into a directory that has a directory for each table. Thread-safe: it holds nothing but a path. */
final class JsonlLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.THROUGH_VIEW, // the manifest is the view: who lists the directory sees open units
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.SHARED_STATUS,
                    LoaderFeature.LOCKS_OUT_NEWCOMERS));

    private final Path root;
    private final boolean force;

    JsonlLoader(Path root, boolean force) {
        this.root = root;
        this.force = force;
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        List<TableDirectory> tables =
                table.map(name -> List.of(TableDirectory.of(root, name, force))).orElseGet(this::tables);
        return tables.stream()
                .flatMap(directory -> directory.read().stream())
                .flatMap(manifest -> manifest.states().values().stream())
                .sorted(Comparator.comparing(state -> state.header().streamId()))
                .toList();
    }

    private List<TableDirectory> tables() {
        return TableDirectory.all(root, force);
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return JsonlSession.open(TableDirectory.of(root, request.table(), force), request);
    }

    @Override
    public void close() {
        // there is no connection to end
    }
}
