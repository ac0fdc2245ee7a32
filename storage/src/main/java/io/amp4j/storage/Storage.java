package io.amp4j.storage;

import io.amp4j.client.AmpException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The files below one root: a directory on a disk, or a prefix in a bucket of S3 or of what speaks its protocol. Thread-safe. Opened by
 * {@link Storages#open}.
 *
 * <p>A name is relative to the root and has slashes between its parts ({@code _delta_log/00.json}); none of its parts is empty, {@code .}
 * or {@code ..}. A file appears and changes as a whole: a reader sees the old bytes, or the new ones.
 *
 * <p>All methods throw {@link AmpException}: {@link StorageError#NOT_FOUND} for a file that is not there, {@link StorageError#NAME} for a
 * bad name, {@link io.amp4j.loader.LoadError#DESTINATION_UNAVAILABLE} and {@link io.amp4j.loader.LoadError#DESTINATION_EXHAUSTED} for
 * what may pass, {@link io.amp4j.loader.LoadError#DESTINATION_UNAUTHENTICATED} where access is denied, and
 * {@link io.amp4j.loader.LoadError#DESTINATION_FAILED} for the rest. A write that failed with a code that can be retried may have happened.
 */
public interface Storage extends AutoCloseable {
    /**
     * The root.
     *
     * @return {@code file:///path} or {@code s3://bucket/prefix}, without a slash at its end; not percent-encoded
     */
    String location();

    /**
     * Where a file is, for metadata that other engines read.
     *
     * @param name the file's name
     * @return {@link #location()}, a slash, and the name
     */
    String locationOf(String name);

    /**
     * The name of a file that metadata points at; the inverse of {@link #locationOf}.
     *
     * @param location an absolute location: {@code file:/path}, {@code file:///path}, {@code /path}, {@code s3://…}, {@code s3a://…}; not percent-encoded
     * @return its name
     * @throws AmpException with {@link StorageError#NAME} if it is not below the root
     */
    String nameOf(String location);

    /**
     * Looks for a file.
     *
     * @param name the file's name
     * @return what the storage knows about it; empty if there is none
     */
    Optional<StoredFile> find(String name);

    /**
     * Reads a file whole.
     *
     * @param name the file's name
     * @return its bytes
     */
    byte[] read(String name);

    /**
     * Reads a part of a file.
     *
     * @param name the file's name
     * @param offset the first byte
     * @param length how many bytes; they must be there
     * @return the bytes
     */
    byte[] read(String name, long offset, int length);

    /**
     * Reads a file whole, with what {@link #replace} needs.
     *
     * @param name the file's name
     * @return its bytes and their version; empty if there is no such file
     */
    Optional<VersionedContent> readVersioned(String name);

    /**
     * Opens a file for reading from any position.
     *
     * @param name the file's name
     * @return an input that the caller closes
     */
    StorageInput open(String name);

    /**
     * Begins a file of any size; on S3 a multipart upload, unless it is small.
     *
     * @param name the file's name
     * @return an output that the caller closes
     */
    StorageOutput create(String name);

    /**
     * Waits until files that were finished unforced outlive a power failure. Many at once take little longer than one.
     *
     * @param names the files' names; those that are not there any more are passed over
     */
    void force(Collection<String> names);

    /**
     * Writes a small file, in the place of one that may be there.
     *
     * @param name the file's name
     * @param content the bytes
     */
    default void put(String name, byte[] content) {
        try (StorageOutput out = create(name)) {
            out.write(content, 0, content.length);
            out.finish();
        }
    }

    /**
     * Writes a small file if there is none of that name: of several writers one succeeds.
     *
     * @param name the file's name
     * @param content the bytes. Make them unique to the writer (a UUID in them): where an answer was lost, a file with the same bytes is
     *     taken as the writer's own
     * @return false if there is another file
     */
    boolean putIfAbsent(String name, byte[] content);

    /**
     * Replaces a small file if it still has a version: of several writers that read the same version one succeeds. On disk this holds
     * among writers that use this method.
     *
     * @param name the file's name
     * @param content the bytes; unique to the writer, as in {@link #putIfAbsent}
     * @param version what {@link #readVersioned} or an earlier call gave
     * @return the new version; empty if the file has another version, or is gone
     */
    Optional<String> replace(String name, byte[] content, String version);

    /**
     * All files whose names begin with a prefix, in folders below too, in the order of their names.
     *
     * @param prefix what the names begin with; empty for all
     * @return the files; unfinished ones are not among them
     */
    List<StoredFile> list(String prefix);

    /**
     * The files of one folder from a name on, in the order of their names; what is in folders below is left out.
     *
     * @param name the least name; it need not exist
     * @return the files beside it, itself included
     */
    List<StoredFile> listFrom(String name);

    /**
     * The folders directly below one, in the order of their names.
     *
     * @param folder a folder's name, or empty for the root
     * @return their full names, such as {@code folder/below}; empty if there is no such folder
     */
    List<String> folders(String folder);

    /**
     * Deletes files; those that are not there count as deleted. In no particular order.
     *
     * @param names the files' names
     */
    void delete(Collection<String> names);

    /**
     * Deletes a folder with all that is in it; one that is not there is none.
     *
     * @param folder the folder
     */
    default void deleteFolder(String folder) {
        delete(list(folder + "/").stream().map(StoredFile::name).toList());
    }

    /**
     * Frees what writers that died left unfinished: temporary files on disk, multipart uploads on S3.
     *
     * @param folder the folder to free, with those below it; empty for all
     * @param olderThan how long ago it was touched last; longer than any writer takes
     */
    void sweep(String folder, Duration olderThan);

    /** Ends connections. Never throws; calling it again does nothing. */
    @Override
    void close();
}
