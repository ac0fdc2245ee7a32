package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.storage.testkit.ForcedPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/** What a commit names outlives a power failure. */
class UnforcedFilesTest extends IcebergTest {
    /** More than a summary has room for: the state has a file of its own. */
    private static final BlockRange[] MANY =
            IntStream.range(0, 60).mapToObj(i -> Blocks.range("a", i, i)).toArray(BlockRange[]::new);

    @Test
    void whatever_snapshots_name_was_forced_before_the_metadata_that_names_them() {
        List<Path> forced = ForcedPaths.during(() -> {
            try (Loader loader = loader("force=true", "file-per=commit");
                    LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(), MANY);
                Blocks.commit(session, allocator, List.of(MANY[59]), Blocks.range("b", 59, 59));
            }
        });

        Table table = store.load("blocks");
        List<Path> named = named(table);
        assertThat(named).hasSizeGreaterThanOrEqualTo(10);
        assertThat(forced).containsAll(named);
        String newest = ((HasTableOperations) table).operations().current().metadataFileLocation();
        assertThat(forced.subList(forced.indexOf(path(newest)), forced.size())).doesNotContainAnyElementsOf(named);
    }

    /** The files of all snapshots' metadata, and those of the newest one's rows. */
    private static List<Path> named(Table table) {
        List<String> locations = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            locations.add(snapshot.manifestListLocation());
            snapshot.allManifests(table.io()).stream().map(ManifestFile::path).forEach(locations::add);
        }
        table.statisticsFiles().stream().map(StatisticsFile::path).forEach(locations::add);
        table.newScan().planFiles().forEach(task -> {
            locations.add(task.file().location());
            task.deletes().stream().map(DeleteFile::location).forEach(locations::add);
        });
        return locations.stream().distinct().map(UnforcedFilesTest::path).toList();
    }

    private static Path path(String location) {
        return Path.of(location.replaceFirst("^file:(//)?", ""));
    }
}
