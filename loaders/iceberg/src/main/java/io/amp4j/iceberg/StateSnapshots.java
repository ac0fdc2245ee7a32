package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinCompressionCodec;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.util.Pair;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stream states in snapshots. The newest ancestor of the current snapshot that carries states has them all; snapshots of other writers, a
 * compaction for example, carry none and are passed over.
 *
 * <p>A base that a summary has no room for is a Puffin file, and a statistics file of each snapshot that needs it: so Iceberg's own clean-up
 * of orphans and of old snapshots leaves it alone as long as one of them is there.
 */
final class StateSnapshots {
    /** The entry of a snapshot's summary. */
    static final String KEY = "amp.stream-states";

    private static final String BLOB = "amp4j-stream-states-v1";
    /** What a summary is given at most; each snapshot's stands in the table's metadata, which is written whole at each commit. */
    private static final int SUMMARY_CHARACTERS = 6_000;
    /** More records never fit into a summary, so nobody looks. */
    private static final int SUMMARY_RECORDS = 24;

    private StateSnapshots() {}

    /**
     * Reads the states of a table.
     *
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE}
     */
    static TableStates read(Table table) {
        Snapshot carrier = carrier(SnapshotUtil.currentAncestors(table)).orElse(null);
        if (carrier == null) {
            return TableStates.NONE;
        }
        StatesJson.Summary summary = StatesJson.readSummary(carrier.summary().get(KEY));
        String base = summary.base();
        Map<String, StreamEntry> entries = base == null ? summary.entries() : readBase(table.io(), base);
        return new TableStates(carrier.snapshotId(), StatesJson.replay(entries, summary.log()), base, summary.log());
    }

    /** The first of a snapshot's ancestors that carries states. */
    static Optional<Snapshot> carrier(Iterable<Snapshot> ancestors) {
        for (Snapshot snapshot : ancestors) {
            if (snapshot.summary().containsKey(KEY)) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    private static Map<String, StreamEntry> readBase(FileIO io, String location) {
        try (PuffinReader reader = Puffin.read(io.newInputFile(location)).build()) {
            List<BlobMetadata> blobs = reader.fileMetadata().blobs().stream()
                    .filter(blob -> blob.type().equals(BLOB))
                    .toList();
            for (Pair<BlobMetadata, ByteBuffer> blob : reader.readAll(blobs)) {
                return StatesJson.readEntries(
                        StandardCharsets.UTF_8.decode(blob.second()).toString());
            }
            throw StatesJson.unreadable(location + " has no stream states in it", null);
        } catch (NotFoundException e) {
            throw StatesJson.unreadable(
                    "the stream states are in " + location + ", which is gone. Restore it, or load into another table",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** States on their way into a snapshot. */
    record Prepared(
            TableStates states, String summary, @Nullable StatisticsFile base) {
        /** Makes the snapshot keep the base alive. */
        void register(Transaction transaction, long snapshot) {
            if (base == null) {
                return;
            }
            transaction
                    .updateStatistics()
                    .setStatistics(new GenericStatisticsFile(
                            snapshot,
                            base.path(),
                            base.fileSizeInBytes(),
                            base.fileFooterSizeInBytes(),
                            base.blobMetadata()))
                    .commit();
        }
    }

    /** Finds the room for states: the summary, the summary behind the base that is there, or a new base, which is written. */
    static Prepared prepare(Table table, TableStates states) {
        if (states.isSmall(SUMMARY_RECORDS)) {
            String whole = StatesJson.summary(null, StatesJson.entries(states.entries()), List.of());
            if (whole.length() <= SUMMARY_CHARACTERS) {
                return new Prepared(states.withBase(null), whole, null);
            }
        }
        StatisticsFile base = registered(table, states.base());
        if (base != null) {
            String behind = StatesJson.summary(states.base(), "", states.log());
            if (behind.length() <= SUMMARY_CHARACTERS) {
                return new Prepared(states, behind, base);
            }
        }
        StatisticsFile written = writeBase(table, states);
        TableStates based = states.withBase(written.path());
        return new Prepared(based, StatesJson.summary(written.path(), "", List.of()), written);
    }

    private static @Nullable StatisticsFile registered(Table table, @Nullable String base) {
        return base == null
                ? null
                : table.statisticsFiles().stream()
                        .filter(file -> file.path().equals(base))
                        .findFirst()
                        .orElse(null);
    }

    private static StatisticsFile writeBase(Table table, TableStates states) {
        String location =
                ((HasTableOperations) table).operations().metadataFileLocation("amp-" + UUID.randomUUID() + ".stats");
        byte[] content = StatesJson.entries(states.entries()).getBytes(StandardCharsets.UTF_8);
        Snapshot current = table.currentSnapshot();
        long snapshot = current == null ? -1 : current.snapshotId();
        long sequence = current == null ? 0 : current.sequenceNumber();
        try (PuffinWriter writer = Puffin.write(table.io().newOutputFile(location))
                .createdBy("amp4j")
                .build()) {
            writer.add(new Blob(
                    BLOB,
                    List.of(),
                    snapshot,
                    sequence,
                    ByteBuffer.wrap(content),
                    PuffinCompressionCodec.ZSTD,
                    Map.of()));
            writer.finish();
            return new GenericStatisticsFile(
                    snapshot,
                    location,
                    writer.fileSize(),
                    writer.footerSize(),
                    GenericBlobMetadata.from(writer.writtenBlobsMetadata()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
