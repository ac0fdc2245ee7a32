package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.ReplyError;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The opening of a session, in an order that survives a crash anywhere: check, raise the epoch, read, settle what dead jobs left, begin. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final Connector connector;
    private final Layout tableLayout;
    private final Layout layout;
    private final Limits limits;
    private final LoadRequest request;
    private final TableKeys keys;
    private final StreamHash hash;

    Opening(Connector connector, Layout layout, Limits limits, LoadRequest request) {
        this.connector = connector;
        this.tableLayout = layout;
        this.layout = layout.forLoad(request);
        this.limits = limits;
        this.request = request;
        this.keys = new TableKeys(request.table());
        this.hash = new StreamHash(keys.stream(request.streamId()));
    }

    LoadSession open() {
        // Columns that make no text, keys of columns that are not there: refused before anybody is asked anything.
        UnitContext.of(request, tableLayout, limits, 0);
        Server server = connector.connect(keys.descriptor());
        try {
            return open(server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private LoadSession open(Server server) {
        checkServer(server);
        checkTable(server);
        admit(server, hash.read(server));
        register(server);
        long epoch = server.number((Object[]) raise());
        UnitContext context = UnitContext.of(request, tableLayout, limits, epoch);
        Optional<StreamHash.Found> found = hash.read(server);
        StreamState admitted = admit(server, found);
        found.ifPresent(state -> state.intents()
                .forEach((attempt, intent) -> context.settlement().settle(server, attempt, intent)));
        if (request.resumePolicy() == ResumePolicy.RESUME && found.isPresent()) {
            hash.refuseDamaged(server);
            StreamState state =
                    new StreamState(admitted.header().withEpoch(epoch), admitted.records(), admitted.loads());
            return session(
                    server,
                    context,
                    new StreamHash.Found(state, Map.of(), found.get().loadFields()));
        }
        return startOver(server, context, found, epoch);
    }

    private LoadSession session(Server server, UnitContext context, StreamHash.Found found) {
        return new RedisSession(connector, context, found, server);
    }

    /** Begins a state. The rows of an earlier one are noted with it, and deleted behind it. */
    private LoadSession startOver(Server server, UnitContext context, Optional<StreamHash.Found> found, long epoch) {
        StreamState state = StreamState.empty(request.newHeader(epoch));
        List<BatchName> swept = new ArrayList<>();
        if (found.isPresent()) {
            context.batches().all(server).stream()
                    .filter(entry -> entry.streamId().equals(request.streamId()))
                    .forEach(entry -> swept.add(entry.name()));
        }
        Intent intent = new Intent(Intent.Phase.COMMITTED, Intent.Rows.PLACED, swept, List.of());
        String attempt = RedisSession.newAttempt();
        RespBuffer begin = new RespBuffer(1024);
        hash.begin(begin, state.header(), found.orElse(null));
        if (!swept.isEmpty()) {
            hash.note(begin, attempt, intent);
        }
        Transactions transactions = new Transactions(server, hash, request.streamId(), epoch, context.commands());
        transactions.begin();
        transactions.queue(begin, 0, begin.commands());
        transactions.execute();
        if (!swept.isEmpty()) {
            context.settlement().settle(server, attempt, intent);
        }
        return session(server, context, new StreamHash.Found(state, Map.of(), List.of()));
    }

    private StreamState admit(Server server, Optional<StreamHash.Found> found) {
        return Admission.admit(request, found.map(StreamHash.Found::state), () -> hasMarkedRows(server));
    }

    private boolean hasMarkedRows(Server server) {
        if (hasStates(server)) {
            return false;
        }
        return !new Batches(keys).areEmpty(server) || new Orphans(server, layout, keys).exist();
    }

    private boolean hasStates(Server server) {
        for (String streamId : Descriptor.streams(server, keys)) {
            if (new StreamHash(keys.stream(streamId)).read(server).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void checkServer(Server server) {
        if (Connector.isCluster(server)) {
            requireOneSlot();
        }
        if (layout.structure() == Structure.JSON) {
            requireJson(server);
        }
        warnOfEviction(server);
    }

    /** On a cluster a transaction cannot reach over slots. */
    private void requireOneSlot() {
        int slot = JedisClusterCRC16.getSlot(keys.descriptor());
        boolean isOne = JedisClusterCRC16.getSlot(layout.key().sample(request.table(), "a")) == slot
                && JedisClusterCRC16.getSlot(layout.key().sample(request.table(), "b")) == slot;
        if (!isOne) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "on a cluster all keys of a table must share a slot, so that rows, index and state are one transaction; those of '"
                            + layout.key().text()
                            + "' are spread. Put the table's name in a hash tag: key={{table}}:{id}");
        }
    }

    private static void requireJson(Server server) {
        List<?> commands = server.list("COMMAND", "INFO", "JSON.SET");
        if (commands.isEmpty() || commands.get(0) == null) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "structure=json needs the module RedisJSON (JSON.SET), which the server has not."
                            + " Load it (Redis Stack and Redis 8 have it), or use structure=string");
        }
    }

    /** Whoever evicts rows or states takes away what was promised. Asked for where the user may ask. */
    private void warnOfEviction(Server server) {
        Object reply = server.run(link -> link.call("INFO", "memory"));
        String memory = reply instanceof ReplyError ? "" : String.valueOf(Link.text(reply));
        if (memory.contains("maxmemory_policy:allkeys")) {
            LOG.warn(
                    "{} evicts keys of any kind when its memory is full: rows and stream state can vanish. Set maxmemory-policy to noeviction, or to volatile-…",
                    server.place());
        }
    }

    private void checkTable(Server server) {
        Map<String, String> there = Descriptor.read(server, keys);
        if (there.isEmpty()) {
            if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
                throw new AmpException(
                        LoadError.TABLE_MISSING,
                        "there is no table " + request.table() + " that a load has begun. Allow the load to create it");
            }
            return;
        }
        Map<String, String> wanted = layout.descriptor();
        List<String> problems = new ArrayList<>();
        wanted.forEach((setting, value) -> {
            if (!value.equals(there.getOrDefault(setting, value))) {
                problems.add(setting + " is '" + there.get(setting) + "', not '" + value + "'");
            }
        });
        if (!problems.isEmpty()) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " was begun in another way: " + String.join("; ", problems)
                            + ". Use the same settings, or load into another table");
        }
    }

    /** Notes the table and the stream. Harmless if nothing follows. */
    private void register(Server server) {
        if (request.mode() == LoadMode.OVERWRITE && !hasStates(server) && new Batches(keys).areEmpty(server)) {
            new Orphans(server, layout, keys).adopt(RedisSession.newAttempt(), request.streamId());
        }
        try (Server tables = connector.connect(TableKeys.TABLES)) {
            tables.call("SADD", TableKeys.TABLES, request.table().toString());
        }
        Map<String, String> fields = new LinkedHashMap<>(layout.descriptor());
        List<String> command = new ArrayList<>(List.of("HSET", keys.descriptor()));
        fields.forEach((field, value) -> command.addAll(List.of(field, value)));
        command.addAll(List.of(Descriptor.STREAM + request.streamId(), "1"));
        server.call(command.toArray());
    }

    private String[] raise() {
        return new String[] {"EVAL", Scripts.RAISE.text(), "1", hash.key(), String.valueOf(System.currentTimeMillis())};
    }
}
