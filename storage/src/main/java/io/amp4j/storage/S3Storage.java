package io.amp4j.storage;

import io.amp4j.loader.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A prefix of a bucket. */
final class S3Storage implements Storage {
    private static final int DELETED_AT_ONCE = 1000; // S3 takes no more

    private final S3Client client;
    private final S3Location root;

    private S3Storage(S3Client client, S3Location root) {
        this.client = client;
        this.root = root;
    }

    static S3Storage open(S3Location root, Config config) {
        return new S3Storage(S3Clients.open(config), root);
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public String locationOf(String name) {
        return location() + "/" + Names.checked(name);
    }

    @Override
    public String nameOf(String location) {
        S3Location there = S3Location.parse(location);
        if (!root.isRootOf(there)) {
            throw Names.refused(location);
        }
        return root.nameOf(there.prefix());
    }

    @Override
    public Optional<StoredFile> find(String name) {
        return S3Errors.tell("read", locationOf(name), () -> {
            try {
                HeadObjectResponse head = client.headObject(
                        request -> request.bucket(root.bucket()).key(root.key(name)));
                return Optional.of(new StoredFile(name, head.contentLength(), head.lastModified()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public byte[] read(String name) {
        return S3Errors.tell(
                "read",
                locationOf(name),
                () -> client.getObjectAsBytes(
                                request -> request.bucket(root.bucket()).key(root.key(name)))
                        .asByteArrayUnsafe());
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return S3Errors.tell(
                "read",
                locationOf(name),
                () -> client.getObjectAsBytes(request -> request.bucket(root.bucket())
                                .key(root.key(name))
                                .range(range))
                        .asByteArrayUnsafe());
    }

    @Override
    public Optional<VersionedContent> readVersioned(String name) {
        return S3Errors.tell("read", locationOf(name), () -> {
            try {
                ResponseBytes<GetObjectResponse> read = client.getObjectAsBytes(
                        request -> request.bucket(root.bucket()).key(root.key(name)));
                return Optional.of(new VersionedContent(
                        read.asByteArrayUnsafe(), read.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** One request, not two: most files are small, and their length comes with their beginning. */
    @Override
    public StorageInput open(String name) {
        return S3Errors.tell("read", locationOf(name), () -> {
            try {
                ResponseBytes<GetObjectResponse> beginning =
                        client.getObjectAsBytes(request -> request.bucket(root.bucket())
                                .key(root.key(name))
                                .range("bytes=0-" + (S3Input.LEAST_RANGE - 1)));
                return new S3Input(this, name, length(beginning.response()), beginning.asByteArrayUnsafe());
            } catch (S3Exception e) {
                if (e.statusCode() == S3Errors.RANGE_NOT_SATISFIABLE) {
                    return new S3Input(this, name, 0, new byte[0]);
                }
                throw e;
            }
        });
    }

    /** Of the whole object; a server that knows no ranges has sent all of it. */
    private static long length(GetObjectResponse part) {
        String range = part.contentRange();
        return range == null ? part.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    @Override
    public StorageOutput create(String name) {
        return new S3Output(client, root.bucket(), root.key(name), locationOf(name));
    }

    @Override
    public void force(Collection<String> names) {
        // An upload that was answered has been kept.
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) {
        return putOnCondition(name, content, put -> put.ifNoneMatch("*")).isPresent();
    }

    @Override
    public Optional<String> replace(String name, byte[] content, String version) {
        return putOnCondition(name, content, put -> put.ifMatch(version));
    }

    private interface Condition {
        void addTo(PutObjectRequest.Builder put);
    }

    private Optional<String> putOnCondition(String name, byte[] content, Condition condition) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(root.bucket()).key(root.key(name));
        condition.addTo(put);
        return S3Errors.tell("write", locationOf(name), () -> {
            try {
                return Optional.of(client.putObject(put.build(), RequestBody.fromBytes(content))
                        .eTag());
            } catch (S3Exception e) {
                return switch (e.statusCode()) {
                    case S3Errors.PRECONDITION_FAILED, S3Errors.NOT_FOUND -> ownEarlierTry(name, content, e);
                    default -> throw e;
                };
            }
        });
    }

    /** The SDK tries again where an answer was lost; what the second try meets may be what the first one wrote. */
    private Optional<String> ownEarlierTry(String name, byte[] content, S3Exception refusal) {
        if (refusal.statusCode() == S3Errors.NOT_FOUND && !(refusal instanceof NoSuchKeyException)) {
            throw refusal; // the bucket is missing
        }
        return readVersioned(name)
                .filter(found -> Arrays.equals(found.content(), content))
                .map(VersionedContent::version);
    }

    @Override
    public List<StoredFile> list(String prefix) {
        return list(ListObjectsV2Request.builder().prefix(root.keyPrefix(prefix)), "");
    }

    @Override
    public List<StoredFile> listFrom(String name) {
        String key = root.key(name);
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().prefix(folder).delimiter("/");
        // startAfter leaves its own key out, so the key's beginning is given; what that lets in is taken out again.
        return list(request.startAfter(key.substring(0, key.length() - 1)), name);
    }

    private List<StoredFile> list(ListObjectsV2Request.Builder request, String least) {
        return S3Errors.tell("list", location(), () -> {
            List<StoredFile> files = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request.bucket(root.bucket()).build())
                    .contents()) {
                String name = root.nameOf(object.key());
                if (name.compareTo(least) >= 0 && !name.endsWith("/")) {
                    files.add(new StoredFile(name, object.size(), object.lastModified()));
                }
            }
            files.sort(Comparator.comparing(StoredFile::name)); // directory buckets have no order
            return files;
        });
    }

    /** What the keys of all files in a folder begin with. */
    private String below(String folder) {
        return folder.isEmpty() ? root.keyPrefix("") : root.key(folder) + "/";
    }

    @Override
    public List<String> folders(String folder) {
        String prefix = below(folder);
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(root.bucket())
                .prefix(prefix)
                .delimiter("/")
                .build();
        return S3Errors.tell(
                "list",
                location(),
                () -> client.listObjectsV2Paginator(request).commonPrefixes().stream()
                        .map(below -> root.nameOf(
                                below.prefix().substring(0, below.prefix().length() - 1)))
                        .sorted()
                        .toList());
    }

    @Override
    public void delete(Collection<String> names) {
        List<ObjectIdentifier> keys = names.stream()
                .map(name -> ObjectIdentifier.builder().key(root.key(name)).build())
                .toList();
        for (int from = 0; from < keys.size(); from += DELETED_AT_ONCE) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + DELETED_AT_ONCE));
            S3Errors.tell("delete files below", location(), () -> deleteAtOnce(some));
        }
    }

    private DeleteObjectsResponse deleteAtOnce(List<ObjectIdentifier> keys) {
        DeleteObjectsResponse answer = client.deleteObjects(request -> request.bucket(root.bucket())
                .delete(delete -> delete.objects(keys).quiet(true)));
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                throw S3Exception.builder()
                        .message(error.key() + ": " + error.code() + " " + error.message())
                        .statusCode("AccessDenied".equals(error.code()) ? 403 : 500)
                        .build();
            }
        }
        return answer;
    }

    @Override
    public void sweep(String folder, Duration olderThan) {
        String prefix = below(folder);
        Instant limit = Instant.now().minus(olderThan);
        S3Errors.tell("sweep", location(), () -> {
            client
                    .listMultipartUploadsPaginator(
                            request -> request.bucket(root.bucket()).prefix(prefix))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.initiated().isBefore(limit))
                    .forEach(upload -> abort(upload.key(), upload.uploadId()));
            return null;
        });
    }

    private void abort(String key, String uploadId) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(root.bucket()).key(key).uploadId(uploadId));
        } catch (SdkServiceException e) {
            if (e.statusCode() != S3Errors.NOT_FOUND) { // it was finished or swept meanwhile
                throw e;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
