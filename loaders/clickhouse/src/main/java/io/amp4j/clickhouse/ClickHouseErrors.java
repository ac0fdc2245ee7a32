package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What ClickHouse's error codes mean for a load. The numbers are those of {@code system.errors}, which the server sends in
 * {@code X-ClickHouse-Exception-Code}.
 */
final class ClickHouseErrors {
    static final int UNKNOWN_TABLE = 60;
    static final int UNKNOWN_DATABASE = 81;

    private ClickHouseErrors() {}

    /** The error of an answer; {@code body} is the server's own text. */
    static AmpException answered(int status, int code, String body) {
        return new ClickHouseException(meaning(status, code), code, "ClickHouse says: " + body.strip());
    }

    static AmpException unreachable(String endpoint, @Nullable IOException cause) {
        if (isUntrusted(cause)) {
            return new AmpException(
                    LoadError.DESTINATION_UNAUTHENTICATED,
                    "the certificate of " + endpoint
                            + " is not trusted, or is not this host's. Name the file of its authority with"
                            + " sslrootcert, and the host as the certificate does",
                    cause);
        }
        String reason = cause == null || cause.getMessage() == null ? "no answer" : cause.getMessage();
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE, "no connection to ClickHouse at " + endpoint + ": " + reason, cause);
    }

    /** Trying again changes nothing about it. */
    private static boolean isUntrusted(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    static boolean isMissing(AmpException e) {
        return e instanceof ClickHouseException answer
                && (answer.serverCode() == UNKNOWN_TABLE || answer.serverCode() == UNKNOWN_DATABASE);
    }

    private static LoadError meaning(int status, int code) {
        return switch (code) {
            // throwIf: only our own guard uses it
            case 395 -> LoadError.FENCED;
            // authentication failed, wrong password, unknown user, required password
            case 516, 193, 192, 194 -> LoadError.DESTINATION_UNAUTHENTICATED;
            // time-outs, socket and network errors, too many queries or parts, killed queries, keeper trouble,
            // a replica that is read-only for now or not there; a statement of ours that runs already under its name
            case 159, 209, 210, 202, 216, 252, 394, 999, 242, 236, 319, 279, 286, 425, 439 ->
                LoadError.DESTINATION_UNAVAILABLE;
            // memory limit, no space, quota
            case 241, 243, 173, 201 -> LoadError.DESTINATION_EXHAUSTED;
            // a value that its column cannot hold
            case 349, 69, 321, 407, 131, 6, 27, 38, 41, 72 -> LoadError.VALUE_REFUSED;
            // types or columns that do not fit
            case 53, 16, 47, 10, 44, 70, 386, 8, 20 -> LoadError.SCHEMA_MISMATCH;
            case UNKNOWN_TABLE -> LoadError.TABLE_MISSING;
            // access denied, unknown database, read-only user
            case 497, UNKNOWN_DATABASE, 164 -> LoadError.DESTINATION_FAILED;
            default -> code == 0 ? byStatus(status) : LoadError.DESTINATION_FAILED;
        };
    }

    /** For answers of something in between, such as a proxy, which know no ClickHouse code. */
    private static LoadError byStatus(int status) {
        if (status == 401 || status == 403) {
            return LoadError.DESTINATION_UNAUTHENTICATED;
        }
        boolean passing = status == 429 || status == 502 || status == 503 || status == 504;
        return passing ? LoadError.DESTINATION_UNAVAILABLE : LoadError.DESTINATION_FAILED;
    }
}
