package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.iceberg.IcebergProvider.CatalogKind;
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
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.jspecify.annotations.Nullable;

/** Loads into the tables of one catalog. */
final class IcebergLoader implements Loader {
    private final IcebergSettings settings;
    private @Nullable Catalog catalog;

    IcebergLoader(IcebergSettings settings) {
        this.settings = settings;
    }

    @Override
    public LoaderTraits traits() {
        Set<LoaderFeature> features = EnumSet.complementOf(EnumSet.of(LoaderFeature.LOCKS_OUT_NEWCOMERS));
        if (settings.catalog() == CatalogKind.HADOOP) {
            features.remove(LoaderFeature.DROP); // in an empty folder an old job could commit
        }
        return new LoaderTraits(ConsistencyLevel.ATOMIC, features);
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        return translating(
                () -> table.map(name -> statesOf(settings.identifier(name))).orElseGet(this::statesOfAll));
    }

    private List<StreamState> statesOf(TableIdentifier name) {
        return load(name).map(StateSnapshots::read).map(TableStates::all).orElse(List.of());
    }

    private Optional<Table> load(TableIdentifier name) {
        try {
            return Optional.of(catalog().loadTable(name));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private List<StreamState> statesOfAll() {
        return tables().stream()
                .flatMap(name -> statesOf(name).stream())
                .sorted(Comparator.comparing(state -> state.header().streamId()))
                .toList();
    }

    private List<TableIdentifier> tables() {
        Catalog all = catalog();
        if (all instanceof FolderCatalog folders) {
            return folders.allTables();
        }
        List<Namespace> namespaces =
                all instanceof SupportsNamespaces named ? namespaces(named) : List.of(settings.namespace());
        return namespaces.stream()
                .flatMap(namespace -> all.listTables(namespace).stream())
                .toList();
    }

    private static List<Namespace> namespaces(SupportsNamespaces catalog) {
        List<Namespace> found = new ArrayList<>(catalog.listNamespaces());
        for (int i = 0; i < found.size(); i++) {
            found.addAll(catalog.listNamespaces(found.get(i)));
        }
        return found;
    }

    @Override
    public void drop(TableName table) {
        if (!traits().has(LoaderFeature.DROP)) {
            Loader.super.drop(table);
        }
        Dropping.endJobs(this, table, ResumePolicy.RESUME);
        translating(() -> catalog().dropTable(settings.identifier(table), true));
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return translating(() -> new Opening(settings, catalog(), request).run());
    }

    private synchronized Catalog catalog() {
        if (catalog == null) {
            catalog = CatalogOpening.open(settings);
        }
        return catalog;
    }

    private <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw IcebergErrors.translate(e, settings.where());
        }
    }

    @Override
    public synchronized void close() {
        if (catalog instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException | AmpException e) {
                Quietly.LOG.debug("closing the catalog", e);
            }
        }
        catalog = null;
    }
}
