package io.amp4j.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object: one request if it is small, else a multipart upload, a part at a time. */
final class S3Output extends StorageOutput {
    private static final Logger LOG = LoggerFactory.getLogger(S3Output.class);

    /** S3 takes 10,000 parts of at least 5 MiB: this is good for 78 GiB. */
    private static final int PART = 8 << 20;

    private static final int FIRST_BUFFER = 64 << 10;

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String location;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private long position;
    private @Nullable String upload;

    S3Output(S3Client client, String bucket, String key, String location) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.location = location;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        int done = 0;
        while (done < length) {
            if (buffered == PART) {
                sendPart();
            }
            int piece = Math.min(length - done, PART - buffered);
            makeRoom(buffered + piece);
            System.arraycopy(from, offset + done, buffer, buffered, piece);
            buffered += piece;
            done += piece;
        }
        position += length;
    }

    private void makeRoom(int needed) {
        if (needed > buffer.length) {
            byte[] greater = new byte[Math.min(PART, Math.max(needed, buffer.length * 4))];
            System.arraycopy(buffer, 0, greater, 0, buffered);
            buffer = greater;
        }
    }

    private void sendPart() {
        S3Errors.tell("write", location, () -> {
            if (upload == null) {
                upload = client.createMultipartUpload(
                                request -> request.bucket(bucket).key(key))
                        .uploadId();
            }
            int number = parts.size() + 1;
            String tag = client.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            body())
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            buffered = 0;
            return null;
        });
    }

    private RequestBody body() {
        return RequestBody.fromRemainingByteBuffer(ByteBuffer.wrap(buffer, 0, buffered));
    }

    @Override
    public void finish() {
        if (upload == null) {
            S3Errors.tell(
                    "write",
                    location,
                    () -> client.putObject(request -> request.bucket(bucket).key(key), body()));
            return;
        }
        sendPart();
        S3Errors.tell(
                "write",
                location,
                () -> client.completeMultipartUpload(request ->
                        request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts))));
        upload = null;
    }

    @Override
    public void close() {
        if (upload == null) {
            return;
        }
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            LOG.warn("cannot abort the upload of {}; what it holds is swept later", location, e);
        }
        upload = null;
    }
}
