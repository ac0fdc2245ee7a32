package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Gives a failure of Delta Kernel its code, by type. */
final class DeltaErrors {
    private DeltaErrors() {}

    static <T> T tell(String table, Supplier<T> call) {
        try {
            return call.get();
        } catch (AmpException e) {
            throw e;
        } catch (RuntimeException e) {
            throw of(table, e);
        }
    }

    /** What a failure means; one that the storage threw keeps its own code. */
    static AmpException of(String table, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AmpException known) {
                return known;
            }
        }
        return new AmpException(code(e), "Delta table " + table + ": " + e.getMessage(), e);
    }

    private static LoadError code(Exception e) {
        if (e instanceof ConcurrentWriteException
                || e instanceof MaxCommitRetryLimitReachedException
                || e instanceof CommitStateUnknownException) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        if (e instanceof UnsupportedTableFeatureException || e instanceof UnsupportedProtocolVersionException) {
            return LoadError.UNSUPPORTED;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException || isOfFiles(e)) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        return LoadError.DESTINATION_FAILED;
    }

    private static boolean isOfFiles(Exception e) {
        return e instanceof KernelEngineException && e.getCause() instanceof IOException;
    }
}
