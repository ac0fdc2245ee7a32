package com.example.jsonl;

import com.example.jsonl.Manifest.DataFile;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a table is: its data files, and the manifest that says which of them count.
 *
 * @param path the table's own directory
 * @param force whether what is committed is forced to the disk
 */
record TableDirectory(Path path, boolean force) {
    static final String MANIFEST = "manifest.json";
    private static final String ROWS = ".jsonl";

    /** The directory of a table. Whatever its name is, it leads to no other place. */
    static TableDirectory of(Path root, TableName table, boolean force) {
        String name = escaped(table.name());
        return new TableDirectory(
                root.resolve(table.schema() == null ? name : escaped(table.schema()) + "." + name), force);
    }

    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
    }

    static List<TableDirectory> all(Path root, boolean force) {
        return list(root).stream()
                .filter(Files::isDirectory)
                .map(path -> new TableDirectory(path, force))
                .toList();
    }

    /** What is committed, or nothing if the table is not there. Needs no lock: a manifest is replaced as a whole. */
    Optional<Manifest> read() {
        try {
            return Optional.of(Manifest.parse(Files.readString(path.resolve(MANIFEST))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** The commit: before the rename nothing of it is visible, after it all of it. If it throws, either may be true. */
    void replace(Manifest manifest) {
        Path draft = path.resolve(MANIFEST + ".draft");
        try {
            Files.writeString(draft, manifest.toJson());
            toDisk(draft);
            toDisk(path); // the names of the data files, before that of the manifest
            Files.move(draft, path.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
            toDisk(path);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Forces a file's content, or a directory's names, to the disk. */
    void toDisk(Path file) throws IOException {
        if (force) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    boolean hasRows() {
        return list(path).stream().anyMatch(TableDirectory::holdsRows);
    }

    /** Deletes the files that a manifest does not name: what a unit left that never was committed, or that was deleted by a later one. */
    void sweep(Manifest manifest) {
        Set<String> named = manifest.files().stream().map(DataFile::name).collect(Collectors.toSet());
        list(path).stream()
                .filter(file ->
                        holdsRows(file) && !named.contains(file.getFileName().toString()))
                .forEach(TableDirectory::delete);
    }

    /** Deletes a file that no manifest names (any more). What stays is swept by the next opening. */
    void discard(DataFile file) {
        delete(path.resolve(file.name()));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a file that no manifest names harms nobody
        }
    }

    private static boolean holdsRows(Path file) {
        return file.toString().endsWith(ROWS);
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw Failures.of(e, directory);
        }
    }
}
