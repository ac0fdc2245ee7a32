package io.amp4j.iceberg;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/** A JDBC catalog whose next commit loses its answer. Made by Iceberg, by its name. */
public final class FlakyCatalog extends JdbcCatalog {
    static final AtomicReference<Fault> NEXT = new AtomicReference<>(Fault.NONE);
    static final AtomicReference<@Nullable Runnable> LATE = new AtomicReference<>();

    /** What happens to a commit whose answer is lost. */
    enum Fault {
        /** It is answered. */
        NONE,
        /** It happened. */
        HAPPENED,
        /** It is still on its way: {@link #LATE} lets it arrive. */
        ON_ITS_WAY
    }

    /** Called by Iceberg. */
    public FlakyCatalog() {}

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new Operations(super.newTableOps(table));
    }

    private record Operations(TableOperations of) implements TableOperations {
        @Override
        public TableMetadata current() {
            return of.current();
        }

        @Override
        public TableMetadata refresh() {
            return of.refresh();
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            switch (NEXT.getAndSet(Fault.NONE)) {
                case NONE -> of.commit(base, metadata);
                case HAPPENED -> {
                    of.commit(base, metadata);
                    throw lost();
                }
                case ON_ITS_WAY -> {
                    LATE.set(() -> of.commit(base, metadata));
                    throw lost();
                }
            }
        }

        private static CommitStateUnknownException lost() {
            return new CommitStateUnknownException(new IllegalStateException("the answer is lost"));
        }

        @Override
        public FileIO io() {
            return of.io();
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return of.metadataFileLocation(fileName);
        }

        @Override
        public LocationProvider locationProvider() {
            return of.locationProvider();
        }

        @Override
        public TableOperations temp(TableMetadata uncommitted) {
            return of.temp(uncommitted);
        }
    }
}
