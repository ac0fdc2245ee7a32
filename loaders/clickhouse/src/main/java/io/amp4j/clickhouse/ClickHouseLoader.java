package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseHttp.Options;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One ClickHouse server, or one node of a cluster. */
final class ClickHouseLoader implements Loader {
    private static final Set<LoaderFeature> FEATURES = EnumSet.of(
            LoaderFeature.STREAM,
            LoaderFeature.CREATE_TABLE,
            LoaderFeature.OVERWRITE,
            LoaderFeature.DROP,
            LoaderFeature.ADD_COLUMNS,
            LoaderFeature.PARALLEL_UNITS,
            LoaderFeature.SHARED_STATUS);

    private final ClickHouseTarget target;
    private final TableLayout layout;
    private final boolean withView;
    private final ClickHouseHttp http;
    private final StateLog log;

    ClickHouseLoader(ClickHouseTarget target, TableLayout layout, boolean withView) {
        this.target = target;
        this.layout = layout;
        this.withView = withView;
        this.http = new ClickHouseHttp(target);
        this.log = new StateLog(http, target, layout);
    }

    @Override
    public LoaderTraits traits() {
        return new LoaderTraits(withView ? ConsistencyLevel.THROUGH_VIEW : ConsistencyLevel.AT_REST, FEATURES);
    }

    @Override
    public Optional<StoreGreeting> greet() {
        String[] answer = http.run("SELECT version(), currentUser() FORMAT TSVRaw", Options.NONE)
                .strip()
                .split("\t", -1);
        return Optional.of(new StoreGreeting("ClickHouse " + answer[0], Optional.of(answer[1])));
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        return log.states(table);
    }

    @Override
    public LoadSession open(LoadRequest request) {
        ClickHouseTable table = new ClickHouseTable(http, target.database(), request, layout, log.guard());
        return new Opening(http, log, table, request, withView).open();
    }

    /** There are no transactions, so each stream is emptied before, and forgotten after. */
    @Override
    public void drop(TableName table) {
        List<String> streams = Dropping.endJobs(this, table, ResumePolicy.START_OVER);
        TableName name = ClickHouseTable.qualified(target.database(), table);
        if (withView) {
            http.run(
                    "DROP VIEW IF EXISTS " + Names.quote(CommittedView.nameOf(name)) + layout.onCluster(),
                    Options.NONE);
        }
        http.run("DROP TABLE IF EXISTS " + Names.quote(name) + layout.onCluster() + " SYNC", Options.NONE);
        streams.forEach(log::forget);
    }

    @Override
    public void close() {
        http.close();
    }
}
