package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.file.Path;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;

/** Turns LMDB's result codes into ours. */
final class LmdbErrors {
    private static final int EIO = 5;
    private static final int ENOMEM = 12;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;
    private static final int EDQUOT_LINUX = 122;
    private static final int EDQUOT_MACOS = 69;

    private LmdbErrors() {}

    static AmpException translate(LmdbException error, Path where) {
        LoadError code = code(error);
        return new AmpException(code, "LMDB (" + where + "): " + error.getMessage() + hint(error), error);
    }

    private static LoadError code(LmdbException error) {
        if (error instanceof Env.MapFullException
                || error instanceof Env.ReadersFullException
                || error instanceof Txn.TxFullException) {
            return LoadError.DESTINATION_EXHAUSTED;
        } else if (error instanceof Dbi.MapResizedException) {
            return LoadError.DESTINATION_UNAVAILABLE;
        } else if (error instanceof LmdbNativeException known) {
            return systemCode(known.getResultCode());
        }
        return LoadError.DESTINATION_FAILED;
    }

    /** The numbers are those of Linux and macOS; LMDB's own are negative, and those not named above are for good. */
    private static LoadError systemCode(int errno) {
        return switch (errno) {
            case ENOSPC, EDQUOT_LINUX, EDQUOT_MACOS, ENOMEM, ENFILE, EMFILE -> LoadError.DESTINATION_EXHAUSTED;
            case EIO -> LoadError.DESTINATION_UNAVAILABLE;
            default -> LoadError.DESTINATION_FAILED;
        };
    }

    private static String hint(LmdbException error) {
        if (error instanceof Env.MapFullException) {
            return ". The map grows before the next attempt; give map-size the size that a unit needs to spare the attempts";
        } else if (error instanceof LmdbNativeException known && known.getResultCode() == EIO) {
            return ". LMDB calls it so when a disk is full, too";
        } else if (error instanceof Env.ReadersFullException) {
            return ". More readers than LMDB has places for: close some";
        } else if (error instanceof Env.FileInvalidException || error instanceof Env.VersionMismatchException) {
            return ". It is no LMDB environment of this version, or was written on a computer of another kind";
        }
        return "";
    }
}
