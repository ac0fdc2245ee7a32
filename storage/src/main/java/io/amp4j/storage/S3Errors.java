package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** Gives a failure of S3 its code, by status and type. */
final class S3Errors {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private S3Errors() {}

    static <T> T tell(String verb, String location, Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchKeyException e) {
            throw Names.missing(location);
        } catch (SdkException e) {
            throw of(verb, location, e);
        }
    }

    static AmpException of(String verb, String location, SdkException e) {
        return new AmpException(code(e), "cannot " + verb + " " + location + ": " + e.getMessage(), e);
    }

    /** An upload is missing where it was completed, and the answer lost: the SDK asked once more. The engine finds out, as ever. */
    private static LoadError code(SdkException e) {
        if (e instanceof NoSuchUploadException) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        if (e instanceof SdkServiceException answer) {
            return switch (answer.statusCode()) {
                case 401, 403 -> LoadError.DESTINATION_UNAUTHENTICATED;
                case 408, CONFLICT, 429, 500, 502, 503, 504 -> LoadError.DESTINATION_UNAVAILABLE;
                case 507 -> LoadError.DESTINATION_EXHAUSTED;
                default -> LoadError.DESTINATION_FAILED;
            };
        }
        return isOfTheNetwork(e) ? LoadError.DESTINATION_UNAVAILABLE : LoadError.DESTINATION_FAILED;
    }

    private static boolean isOfTheNetwork(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
