package io.amp4j.duckdb;

import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the stream states in a file beside the database, for readers in other processes, which DuckDB locks out while a load runs. It is
 * never read by a load. It appears with a session, is replaced by rename after each commit, and goes with the last session; what a killed
 * process left is void, since the database is then open to be read. Thread-safe.
 */
final class StatusCopy {
    private static final Logger LOG = LoggerFactory.getLogger(StatusCopy.class);
    private static final Map<Path, StatusCopy> COPIES = new ConcurrentHashMap<>();

    private final Path file;
    private final Map<String, StreamState> states = new ConcurrentHashMap<>();

    private StatusCopy(Path database) {
        this.file = path(database);
    }

    /** One copy for each database, however many jobs of this JVM write it. */
    static StatusCopy of(Path database) {
        return COPIES.computeIfAbsent(database, StatusCopy::new);
    }

    static List<StreamState> read(Path database) throws IOException {
        List<StreamState> states = new ArrayList<>();
        for (String line : Files.readAllLines(path(database), StandardCharsets.UTF_8)) {
            states.add(StreamStateJson.readState(line));
        }
        return states;
    }

    private static Path path(Path database) {
        return database.resolveSibling(database.getFileName() + ".amp-status");
    }

    synchronized void update(List<StreamState> committed) {
        committed.forEach(state -> states.put(state.header().streamId(), state));
        String text = states.values().stream()
                .sorted(Comparator.comparing(state -> state.header().streamId()))
                .map(StreamStateJson::write)
                .collect(Collectors.joining("\n"));
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("cannot write {}: other processes will not see how far the load is ({})", file, e.toString());
        }
    }

    synchronized void remove(String streamId) {
        states.remove(streamId);
        if (!states.isEmpty()) {
            return;
        }
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone already", file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }
}
