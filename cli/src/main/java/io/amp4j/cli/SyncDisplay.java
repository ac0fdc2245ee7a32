package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.Map;

/** Shows what the loads of a sync do, all of them in one place. Events come on the loads' threads, the rest on the command's. */
interface SyncDisplay extends AutoCloseable {
    static SyncDisplay of(Console console, CommonOptions common, String destination) {
        return common.json() ? new SyncEventLines(console) : new SyncStory(console, destination);
    }

    void began(SyncSource source);

    /** Who hears of one table's load. */
    LoadListener listener(String table);

    Duration interval();

    /** How far each table is, by name. */
    void present(Map<String, LoadProgress> tables);

    void ended(String table, LoadResult result);

    void failed(String table, AmpException failure);

    void finished(SyncReport report);

    @Override
    void close();
}
