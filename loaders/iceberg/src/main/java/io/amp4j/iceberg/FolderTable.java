package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageError;
import io.amp4j.storage.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A table whose metadata are {@code metadata/v1.metadata.json}, {@code v2} and so on: who creates the next one has committed. {@code
 * version-hint.text} tells readers where to begin to look, and may lag behind.
 */
final class FolderTable implements TableOperations {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:\\.gz)?\\.metadata\\.json");
    private static final String HINT = "version-hint.text";

    private final StorageFileIO io;
    private final Storage storage;
    private final String location;
    private final String table;
    private @Nullable TableMetadata current;
    private int version;
    private boolean stale = true;

    FolderTable(StorageFileIO io, String location, String table) {
        this.io = io;
        this.storage = io.storageOf(location);
        this.location = location;
        this.table = table;
    }

    static boolean isMetadata(String fileName) {
        return VERSION.matcher(fileName).matches();
    }

    @Override
    public synchronized TableMetadata current() {
        return stale ? refresh() : current;
    }

    @Override
    public synchronized TableMetadata refresh() {
        int newest = newest();
        if (newest != version || newest == 0 || current == null) {
            String file = newest == 0 ? null : find(newest);
            TableMetadata read = file == null ? null : TableMetadataParser.read(io, storage.locationOf(file));
            requireSameTable(read);
            current = read;
            version = newest;
        }
        stale = false;
        return current;
    }

    private void requireSameTable(@Nullable TableMetadata read) {
        if (read == null && current != null) {
            throw new NoSuchTableException("table %s is gone, deleted while it was used", table);
        }
        if (read != null && current != null && !read.uuid().equals(current.uuid())) {
            throw new IllegalStateException("table " + table + " was replaced by another of the same name");
        }
    }

    /** The version that nobody has followed; 0 if there is no table. */
    private int newest() {
        int newest = Math.max(version, hint().orElse(0));
        if (newest == 0 || (newest != version && find(newest) == null)) {
            newest = listed();
        }
        while (newest > 0 && find(newest + 1) != null) {
            newest++;
        }
        return newest;
    }

    private OptionalInt hint() {
        try {
            String text = new String(storage.read(name(HINT)), StandardCharsets.UTF_8).strip();
            return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        } catch (AmpException e) {
            if (e.code() == StorageError.NOT_FOUND) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private int listed() {
        int newest = 0;
        for (StoredFile file : storage.listFrom(name("v"))) {
            Matcher matcher = VERSION.matcher(file.name().substring(file.name().lastIndexOf('/') + 1));
            if (matcher.matches()) {
                newest = Math.max(newest, Integer.parseInt(matcher.group(1)));
            }
        }
        return newest;
    }

    /** One request, whatever its compression. */
    private @Nullable String find(int of) {
        return storage.list(name("v" + of + ".")).stream()
                .map(StoredFile::name)
                .filter(file -> isMetadata(file.substring(file.lastIndexOf('/') + 1)))
                .findFirst()
                .orElse(null);
    }

    private String name(String fileName) {
        return storage.nameOf(metadataFileLocation(fileName));
    }

    @Override
    public synchronized void commit(TableMetadata base, TableMetadata metadata) {
        if (base != current) {
            throw new CommitFailedException("Cannot commit to %s: its metadata is stale", table);
        }
        if (base == metadata) {
            return;
        }
        int next = version + 1;
        stale = true;
        String json = TableMetadataParser.toJson(metadata);
        String file = take(next, metadata, json);
        current = TableMetadataParser.fromJson(storage.locationOf(file), json);
        version = next;
        stale = false;
        writeHint(next);
        CatalogUtil.deleteRemovedMetadataFiles(io, base, metadata);
    }

    /** Creates a version's file, and tells its name. */
    private String take(int next, TableMetadata metadata, String json) {
        TableMetadataParser.Codec codec = TableMetadataParser.Codec.fromName(
                metadata.property(TableProperties.METADATA_COMPRESSION, TableProperties.METADATA_COMPRESSION_DEFAULT));
        String name = name("v" + next + TableMetadataParser.getFileExtension(codec));
        if (find(next) != null || !create(name, bytes(json, codec))) {
            throw new CommitFailedException("Cannot commit to %s: version %s is taken", table, next);
        }
        // A writer that slept while old versions were cleaned away finds the next one free, though many have followed.
        if (version > 0 && find(version) == null) {
            storage.delete(List.of(name));
            int gone = version;
            version = 0;
            throw new CommitFailedException("Cannot commit to %s: version %s is long gone", table, gone);
        }
        return name;
    }

    private boolean create(String name, byte[] content) {
        try {
            return storage.putIfAbsent(name, content);
        } catch (AmpException e) {
            throw e.retryable() ? new CommitStateUnknownException(e) : e;
        }
    }

    private static byte[] bytes(String metadata, TableMetadataParser.Codec codec) {
        byte[] json = metadata.getBytes(StandardCharsets.UTF_8);
        if (codec != TableMetadataParser.Codec.GZIP) {
            return json;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Readers look further from there, so a hint that is missing or old costs time, and nothing else. */
    private void writeHint(int to) {
        try {
            storage.put(name(HINT), String.valueOf(to).getBytes(StandardCharsets.UTF_8));
        } catch (AmpException e) {
            Quietly.LOG.warn("cannot write {} of {}: {}", HINT, table, e.toString());
        }
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return location + "/metadata/" + fileName;
    }

    @Override
    public LocationProvider locationProvider() {
        return LocationProviders.locationsFor(current().location(), current().properties());
    }

    @Override
    public TableOperations temp(TableMetadata uncommitted) {
        return new Uncommitted(this, uncommitted);
    }

    /** The table as it would be after a commit. */
    private record Uncommitted(FolderTable of, TableMetadata current) implements TableOperations {
        @Override
        public TableMetadata refresh() {
            throw new UnsupportedOperationException("it is not committed");
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            throw new UnsupportedOperationException("it is not committed");
        }

        @Override
        public FileIO io() {
            return of.io();
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return of.metadataFileLocation(fileName);
        }

        @Override
        public LocationProvider locationProvider() {
            return LocationProviders.locationsFor(current.location(), current.properties());
        }
    }
}
