package io.amp4j.storage.testkit;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Compares and writes in one step, as S3 does: the server compares {@code If-Match} some time before it writes. */
final class AtomicStore extends ForwardingBlobStore {
    AtomicStore(BlobStore store) {
        super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        if (request.ifMatch() == null) {
            return super.putBlob(request, content);
        }
        synchronized (this) {
            HeadObjectResponse there = delegate().blobMetadata(request.bucket(), request.key());
            if (there == null || !unquoted(there.eTag()).equals(unquoted(request.ifMatch()))) {
                throw S3Exceptions.fromStatusCode(412);
            }
            return super.putBlob(request, content);
        }
    }

    private static String unquoted(String tag) {
        return tag.replace("\"", "");
    }
}
