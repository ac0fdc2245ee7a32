package io.amp4j.client.admin;

import io.amp4j.client.ApiException;
import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the Admin API refuses because of how it was asked, and how a job can end. Each code's id is {@code AMP-ADMIN-} and the
 * server's own code with dashes. A code that has no constant keeps its id in the same form, is a server's failure for a status of
 * 500 or more, and then worth a retry; {@link ApiException#serverCode()} has every code as the server wrote it.
 */
public enum AdminError implements ErrorCode {
    /** The body is not the JSON that the call takes. */
    INVALID_PAYLOAD_FORMAT,
    /** The body is not the JSON that the call takes. */
    INVALID_REQUEST_BODY,
    /** The body is not the JSON that the call takes. */
    INVALID_BODY,
    /** A name, a revision or a version is malformed. */
    INVALID_PATH,
    /** An id is malformed. */
    INVALID_PATH_PARAMETERS,
    /** A filter or a limit is malformed. */
    INVALID_QUERY_PARAMETERS,
    /** A filter is missing or malformed. */
    INVALID_QUERY_PARAM,
    /** A page was asked for that is larger than the server gives. */
    LIMIT_TOO_LARGE,
    /** A page of no items was asked for. */
    LIMIT_INVALID,
    /** A job's or an event's id is malformed. */
    INVALID_JOB_ID,
    /** A file's id is malformed. */
    INVALID_FILE_ID,
    /** A manifest's hash is malformed. */
    INVALID_HASH,
    /** A provider's name is malformed. */
    INVALID_PROVIDER_NAME,
    /** A worker's id is malformed. */
    INVALID_WORKER_ID,
    /** There is no such dataset, or it has no such revision. */
    DATASET_NOT_FOUND,
    /** There is no manifest with this hash. */
    MANIFEST_NOT_FOUND,
    /** There is no such job. */
    JOB_NOT_FOUND,
    /** The job has no such event. */
    EVENT_NOT_FOUND,
    /** There is no such provider. */
    PROVIDER_NOT_FOUND,
    /** There is no such revision of a table. */
    REVISION_NOT_FOUND,
    /** There is no such file. */
    FILE_NOT_FOUND,
    /** There is no such worker. */
    WORKER_NOT_FOUND,
    /** The storage holds no data of this table. */
    TABLE_NOT_FOUND,
    /** The dataset has no such table. */
    TABLE_NOT_IN_MANIFEST,
    /** The table has no revision that could be activated. */
    TABLE_NOT_REGISTERED,
    /** A query names a table that its dataset does not have. */
    TABLE_NOT_FOUND_IN_DATASET,
    /** A query names a function that its dataset does not have. */
    FUNCTION_NOT_FOUND_IN_DATASET,
    /** A dependency does not exist. */
    DEPENDENCY_NOT_FOUND,
    /** A query uses an alias that no dependency has. */
    DEPENDENCY_ALIAS_NOT_FOUND,
    /** The manifest cannot be read as one. */
    INVALID_MANIFEST,
    /** The manifest's SQL, dependencies or schema do not fit together. */
    MANIFEST_VALIDATION_ERROR,
    /** The manifest belongs to a dataset, and cannot be deleted. */
    MANIFEST_LINKED,
    /** The latest version cannot be deleted before there is a newer one. */
    CANNOT_DELETE_LATEST_VERSION,
    /** The job still runs, and cannot be deleted. */
    JOB_CONFLICT,
    /** The revision is active, and cannot be deleted. */
    REVISION_IS_ACTIVE,
    /** A job still writes to the revision. */
    WRITER_JOB_NOT_TERMINAL,
    /** Not all files of the revision could be removed. */
    FILE_METADATA_REMAINING,
    /** No live worker fits the selector. */
    WORKER_NOT_AVAILABLE,
    /** The provider's settings cannot be kept in the form that the server keeps them in. */
    DATA_CONVERSION_ERROR,
    /** There is nothing to analyse. */
    EMPTY_TABLES_AND_FUNCTIONS,
    /** The SQL of a table cannot be parsed. */
    INVALID_TABLE_SQL,
    /** The SQL cannot be kept up to date block by block. */
    NON_INCREMENTAL_QUERY,
    /** A table reads itself. */
    SELF_REFERENCING_TABLE,
    /** Tables read each other in a circle. */
    CYCLIC_DEPENDENCY,
    /** The tables that the SQL reads cannot be found out. */
    TABLE_REFERENCE_RESOLUTION,
    /** The SQL reads no table. */
    NO_TABLE_REFERENCES,
    /** The functions that the SQL calls cannot be found out. */
    FUNCTION_REFERENCE_RESOLUTION,
    /** A table is named with a catalogue. */
    CATALOG_QUALIFIED_TABLE,
    /** A table is named without its dataset. */
    UNQUALIFIED_TABLE,
    /** A table's name is malformed. */
    INVALID_TABLE_NAME,
    /** An alias before a table is malformed. */
    INVALID_DEPENDENCY_ALIAS_FOR_TABLE_REF,
    /** An alias before a function is malformed. */
    INVALID_DEPENDENCY_ALIAS_FOR_FUNCTION_REF,
    /** A function is named with a catalogue. */
    CATALOG_QUALIFIED_FUNCTION,
    /** The dataset has no eth_call. */
    ETH_CALL_NOT_AVAILABLE,
    /** The columns of the result cannot be found out. */
    SCHEMA_INFERENCE,
    /** The job that was waited for failed; the message has what the server says about it. */
    JOB_FAILED,
    /** The job that was waited for was stopped before it was done. */
    JOB_STOPPED;

    static final String PREFIX = "AMP-ADMIN-";

    private static final Map<String, AdminError> BY_SERVER_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    static Map<String, AdminError> byServerCode() {
        return BY_SERVER_CODE;
    }

    @Override
    public String id() {
        return PREFIX + name().replace('_', '-');
    }

    @Override
    public ErrorKind kind() {
        return this == JOB_FAILED ? ErrorKind.SERVER : ErrorKind.USER;
    }

    /** Workers come back, and jobs end: these may succeed later. */
    @Override
    public boolean retryable() {
        return switch (this) {
            case WORKER_NOT_AVAILABLE, WRITER_JOB_NOT_TERMINAL, JOB_CONFLICT -> true;
            default -> false;
        };
    }
}
