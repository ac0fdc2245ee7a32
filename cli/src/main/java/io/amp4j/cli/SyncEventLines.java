package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A sync told to scripts: the lines of its loads, each with its table, between a line that begins it and one that sums it up. */
final class SyncEventLines implements SyncDisplay {
    private static final Set<Phase> ENDED = EnumSet.of(Phase.FINISHED, Phase.CANCELLED, Phase.FAILED);

    private final Console console;
    private final Map<String, LoadEventLines> tables = new ConcurrentHashMap<>();

    SyncEventLines(Console console) {
        this.console = console;
    }

    @Override
    public void began(SyncSource source) {
        ObjectNode line = line("sync_began").put("dataset", source.dataset().toString());
        ArrayNode names = line.putArray("tables");
        source.tables().forEach(names::add);
        LoadEventLines.print(console, line);
    }

    private LoadEventLines of(String table) {
        return tables.computeIfAbsent(table, name -> new LoadEventLines(console, name));
    }

    @Override
    public LoadListener listener(String table) {
        return of(table);
    }

    @Override
    public Duration interval() {
        return LoadEventLines.INTERVAL;
    }

    @Override
    public void present(Map<String, LoadProgress> progress) {
        progress.forEach((table, each) -> {
            if (!ENDED.contains(each.phase())) {
                of(table).present(each);
            }
        });
    }

    @Override
    public void ended(String table, LoadResult result) {
        of(table).finished(result);
    }

    @Override
    public void failed(String table, AmpException failure) {
        of(table).failed(failure);
    }

    @Override
    public void finished(SyncReport report) {
        LoadEventLines.print(
                console,
                line("sync_finished")
                        .put("tables", report.tables())
                        .put("failed", report.failed().size())
                        .put("rows", report.rows())
                        .put("duration_ms", report.duration().toMillis()));
    }

    private static ObjectNode line(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
