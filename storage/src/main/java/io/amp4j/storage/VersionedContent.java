package io.amp4j.storage;

/** A file's bytes, and what names exactly these bytes: see {@link Storage#replace}. */
public final class VersionedContent {
    private final byte[] content;
    private final String version;

    VersionedContent(byte[] content, String version) {
        this.content = content;
        this.version = version;
    }

    /**
     * The file's bytes.
     *
     * @return the bytes; the array is the caller's
     */
    public byte[] content() {
        return content;
    }

    /**
     * What {@link Storage#replace} compares.
     *
     * @return opaque text; an ETag on S3, a digest on disk
     */
    public String version() {
        return version;
    }
}
