package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.Secret;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the client of one bucket. */
final class S3Clients {
    private S3Clients() {}

    static S3Client open(Config config) {
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(Apache5HttpClient.builder());
        Optional<String> endpoint = config.find(StorageKeys.S3_ENDPOINT);
        Optional<String> region = config.find(StorageKeys.S3_REGION);
        endpoint.ifPresent(url -> toOtherServer(builder, url));
        config.find(StorageKeys.S3_PATH_STYLE)
                .or(() -> endpoint.map(url -> true))
                .ifPresent(builder::forcePathStyle);
        region.or(() -> endpoint.map(url -> Region.US_EAST_1.id())).ifPresent(id -> builder.region(Region.of(id)));
        credentials(config).map(StaticCredentialsProvider::create).ifPresent(builder::credentialsProvider);
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "S3 is not configured; give s3.region, or set AWS_REGION: " + e.getMessage(),
                    e);
        }
    }

    /** Servers other than AWS know MD5, and not all of them the checksums that the SDK would add. */
    private static void toOtherServer(S3ClientBuilder builder, String url) {
        try {
            builder.endpointOverride(URI.create(url));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "s3.endpoint takes a URL such as http://localhost:9000, not '" + url + "'",
                    e);
        }
        builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create());
    }

    private static Optional<AwsCredentials> credentials(Config config) {
        Optional<String> id = config.find(StorageKeys.S3_ACCESS_KEY);
        Optional<String> secret = config.find(StorageKeys.S3_SECRET_KEY).map(Secret::reveal);
        if (id.isPresent() != secret.isPresent()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID, "s3.access-key and s3.secret-key are given together, or not at all");
        }
        Optional<String> token = config.find(StorageKeys.S3_SESSION_TOKEN).map(Secret::reveal);
        return id.map(key -> token.isPresent()
                ? AwsSessionCredentials.create(key, secret.orElseThrow(), token.get())
                : AwsBasicCredentials.create(key, secret.orElseThrow()));
    }
}
