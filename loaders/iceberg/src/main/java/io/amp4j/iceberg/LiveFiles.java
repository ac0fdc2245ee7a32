package io.amp4j.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;

/**
 * A table's data files, as the manifests of its current snapshot name them. The newest manifests come first: what is looked for is most often
 * young, and whoever has found it reads no more. A file knows which manifest names it, so that a commit which removes it reads that one alone.
 */
final class LiveFiles {
    private LiveFiles() {}

    /**
     * Visits files.
     *
     * @param filter what their rows must be able to meet, as far as their statistics tell
     * @param visitor returns false to see no more
     * @return whether it has seen all
     */
    static boolean visit(Table table, Expression filter, Predicate<DataFile> visitor) {
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return true;
        }
        List<ManifestFile> manifests = snapshot.dataManifests(table.io()).stream()
                .sorted(Comparator.comparingLong(ManifestFile::sequenceNumber).reversed())
                .toList();
        for (ManifestFile manifest : manifests) {
            if (!visit(table, manifest, filter, visitor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean visit(Table table, ManifestFile manifest, Expression filter, Predicate<DataFile> visitor) {
        try (ManifestReader<DataFile> files =
                ManifestFiles.read(manifest, table.io(), table.specs()).filterRows(filter)) {
            for (DataFile file : files) {
                if (!visitor.test(file)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
