package io.amp4j.parquetfiles;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.ColumnFit;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One job's hold on a stream: its epoch in the manifest. Units may be open side by side; their commits come one after the other, since each replaces
 * the manifest that it read. Thread-safe as {@link LoadSession} asks.
 */
final class ParquetFilesSession implements LoadSession {
    private final TableFolder table;
    private final LoadRequest request;
    private final FileFormat format;
    private final StreamState opened;
    private final Set<ParquetFilesUnit> units = ConcurrentHashMap.newKeySet();
    private TableFolder.Version current;

    private ParquetFilesSession(
            TableFolder table, LoadRequest request, FileFormat format, TableFolder.Version claimed) {
        this.table = table;
        this.request = request;
        this.format = format;
        this.current = claimed;
        this.opened = state(claimed.manifest());
    }

    static ParquetFilesSession open(TableFolder table, LoadRequest request, FileFormat format) {
        ColumnFit.requireOwnNames(request.schema());
        if (!request.schema().getFields().isEmpty()) {
            format.check(request);
        }
        while (true) {
            Optional<TableFolder.Version> found = table.read();
            Manifest old = found.map(TableFolder.Version::manifest).orElse(Manifest.EMPTY);
            Manifest next = claim(table, request, found.isPresent(), old);
            Optional<TableFolder.Version> claimed =
                    table.replace(found.orElse(new TableFolder.Version(old, null)), next);
            if (claimed.isPresent()) {
                ParquetFilesSession session = new ParquetFilesSession(table, request, format, claimed.get());
                session.sweep();
                table.sweepUnfinished();
                return session;
            }
        }
    }

    /** All that an opening changes is in one manifest: a crash leaves the old one or the new one. */
    private static Manifest claim(TableFolder table, LoadRequest request, boolean exists, Manifest old) {
        Optional<StreamState> known = Optional.ofNullable(old.states().get(request.streamId()));
        StreamState admitted = Admission.admit(request, known, () -> !exists && table.hasRows());
        if (!exists && request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "table " + request.table() + " is missing at " + table.location()
                            + ", and creating it was switched off");
        }
        List<Field> wanted =
                request.schema().getFields().stream().map(ColumnFit::column).toList();
        List<Field> columns =
                exists ? ColumnFit.merge(request.table(), old.columns(), wanted, request.tablePolicy()) : wanted;
        Manifest kept = request.resumePolicy() == ResumePolicy.START_OVER
                ? old.without(file -> file.stream().equals(request.streamId()))
                : old;
        return kept.withColumns(columns)
                .with(new StreamState(
                        admitted.header().withEpoch(admitted.header().epoch() + 1),
                        admitted.records(),
                        admitted.loads()));
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        ParquetFilesUnit unit = new ParquetFilesUnit(this);
        units.add(unit);
        return unit;
    }

    /** Replaces the manifest, as often as others of the same table were faster. */
    synchronized void commit(Predicate<DataFile> voided, List<DataFile> written, StateChange change) {
        while (true) {
            Manifest old = current.manifest();
            Manifest next = old.without(voided).with(written).with(own(old).apply(change));
            Optional<TableFolder.Version> replaced = table.replace(current, next);
            if (replaced.isPresent()) {
                current = replaced.get();
                table.discard(
                        old.files().stream().filter(voided).map(DataFile::name).toList());
                return;
            }
            current = readBack();
        }
    }

    @Override
    public synchronized StreamState recover() {
        List.copyOf(units).forEach(ParquetFilesUnit::close);
        current = readBack();
        StreamState state = own(current.manifest());
        sweep();
        return state;
    }

    private TableFolder.Version readBack() {
        return table.read()
                .orElseThrow(
                        () -> new AmpException(
                                LoadError.STATE_LOST,
                                "the manifest of " + table.location()
                                        + " is gone, deleted while the load ran. Restore it with its files, or load into another table"));
    }

    /** This stream's state, if no newer job has raised its epoch. */
    private StreamState own(Manifest manifest) {
        StreamState state = state(manifest);
        if (state.header().epoch() != opened.header().epoch()) {
            throw Fencing.fenced(request.streamId());
        }
        return state;
    }

    private StreamState state(Manifest manifest) {
        StreamState state = manifest.states().get(request.streamId());
        if (state == null) {
            throw new AmpException(
                    LoadError.STATE_LOST,
                    "the state of stream '" + request.streamId() + "' is gone from the manifest of " + table.location()
                            + ". Restore it with its files, or load into another table");
        }
        return state;
    }

    /** Deletes this stream's files that the manifest does not name: what dead jobs left, and failed units. */
    private synchronized void sweep() {
        Set<String> named =
                current.manifest().files().stream().map(DataFile::name).collect(Collectors.toCollection(HashSet::new));
        Set<String> alive = units.stream().map(ParquetFilesUnit::attempt).collect(Collectors.toSet());
        table.discard(table.dataFiles(filePrefix()).stream()
                .filter(file -> !named.contains(file) && alive.stream().noneMatch(file::startsWith))
                .toList());
    }

    String filePrefix() {
        return TableFolder.prefix(request.streamId());
    }

    boolean isOwn(DataFile file) {
        return file.stream().equals(request.streamId());
    }

    synchronized Manifest committed() {
        return current.manifest();
    }

    StreamState state() {
        return state(committed());
    }

    void ended(ParquetFilesUnit unit) {
        units.remove(unit);
    }

    TableFolder table() {
        return table;
    }

    LoadRequest request() {
        return request;
    }

    FileFormat format() {
        return format;
    }

    @Override
    public void close() {
        List.copyOf(units).forEach(ParquetFilesUnit::close);
    }
}
