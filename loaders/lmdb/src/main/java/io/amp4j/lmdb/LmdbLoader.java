package io.amp4j.lmdb;

import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Dropping;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StoreGreeting;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Meta;

/** Loads into one LMDB environment. */
final class LmdbLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.ATOMIC,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.UPSERT,
                    LoaderFeature.DROP,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.SHARED_STATUS,
                    LoaderFeature.LOCKS_OUT_NEWCOMERS));

    private final LmdbSettings settings;
    private @Nullable Environment environment;

    LmdbLoader(LmdbSettings settings) {
        this.settings = settings;
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    @Override
    public Optional<StoreGreeting> greet() {
        Meta.Version version = Meta.version();
        return Optional.of(StoreGreeting.of("LMDB " + version.major + "." + version.minor + "." + version.patch));
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        if (!Environment.exists(settings.directory())) {
            return List.of();
        }
        Environment opened = Environment.openToRead(settings.directory());
        try {
            return StateReading.all(opened).stream()
                    .filter(state -> table.isEmpty() || state.header().table().equals(table.get()))
                    .toList();
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, settings.directory());
        } finally {
            opened.release();
        }
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return LmdbSession.open(environment(), settings, request);
    }

    @Override
    public void drop(TableName table) {
        List<String> streams = Dropping.endJobs(this, table, ResumePolicy.RESUME);
        Environment opened = environment();
        try (WriteTxn txn = opened.write(settings.mapSize(), settings.patience())) {
            new TableRemoval(opened, txn).remove(table, streams);
            txn.commit();
        } catch (LmdbException e) {
            throw LmdbErrors.translate(e, settings.directory());
        }
    }

    private synchronized Environment environment() {
        if (environment == null) {
            environment = Environment.open(settings.directory(), settings.sync(), settings.mapSize());
        }
        return environment;
    }

    @Override
    public synchronized void close() {
        if (environment != null) {
            environment.release();
            environment = null;
        }
    }
}
