package io.amp4j.redis;

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
import io.amp4j.redis.internal.resp.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One Redis: a server, one that Sentinels watch, or a cluster. */
final class RedisLoader implements Loader {
    private final Layout layout;
    private final Limits limits;
    private final Connector connector;

    RedisLoader(Layout layout, Limits limits, Connector connector) {
        this.layout = layout;
        this.limits = limits;
        this.connector = connector;
    }

    @Override
    public LoaderTraits traits() {
        Set<LoaderFeature> features = EnumSet.of(
                LoaderFeature.STREAM,
                LoaderFeature.CREATE_TABLE,
                LoaderFeature.OVERWRITE,
                LoaderFeature.DROP,
                LoaderFeature.ADD_COLUMNS,
                LoaderFeature.SHARED_STATUS);
        if (layout.structure().isKeyed()) {
            features.add(LoaderFeature.UPSERT);
        }
        ConsistencyLevel level =
                limits.large() == LargeUnits.REFUSE ? ConsistencyLevel.ATOMIC : ConsistencyLevel.AT_REST;
        return new LoaderTraits(level, features);
    }

    @Override
    public Optional<StoreGreeting> greet() {
        try (Server server = connector.connect(TableKeys.TABLES)) {
            return Optional.of(new StoreGreeting(Connector.product(server), Optional.of(connector.user())));
        }
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        List<StreamState> states = new ArrayList<>();
        for (String name : table.map(one -> List.of(one.toString())).orElseGet(this::tables)) {
            TableKeys keys = new TableKeys(new TableName(null, name));
            try (Server server = connector.connect(keys.descriptor())) {
                for (String streamId : Descriptor.streams(server, keys)) {
                    new StreamHash(keys.stream(streamId)).read(server).ifPresent(found -> states.add(found.state()));
                }
            }
        }
        states.sort(Comparator.comparing(state -> state.header().streamId()));
        return states;
    }

    private List<String> tables() {
        try (Server server = connector.connect(TableKeys.TABLES)) {
            return server.list("SMEMBERS", TableKeys.TABLES).stream()
                    .map(name -> String.valueOf(Link.text(name)))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return new Opening(connector, layout, limits, request).open();
    }

    /** Emptying the streams deletes the rows with their indexes; what is left of the table goes at once. */
    @Override
    public void drop(TableName table) {
        Dropping.endJobs(this, table, ResumePolicy.START_OVER);
        TableKeys keys = new TableKeys(table);
        try (Server server = connector.connect(keys.descriptor())) {
            List<String> command = new ArrayList<>(List.of("DEL", keys.descriptor(), keys.batches(), keys.held()));
            Descriptor.streams(server, keys).forEach(stream -> command.add(keys.stream(stream)));
            if (layout.structure() == Structure.STREAM) {
                command.add(layout.key().constant(table));
            }
            server.call(command.toArray());
        }
        try (Server server = connector.connect(TableKeys.TABLES)) {
            server.call("SREM", TableKeys.TABLES, table.toString());
        }
    }

    @Override
    public void close() {
        // Each session and each call has connections of its own, and closes them.
    }
}
