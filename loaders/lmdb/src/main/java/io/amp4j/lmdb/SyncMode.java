package io.amp4j.lmdb;

import org.lmdbjava.EnvFlags;

/**
 * What a failure of the computer's power may take; a process that is killed loses nothing in any of them. Rows and stream state are always
 * taken together.
 */
enum SyncMode {
    /** Each commit is on the disk before it is answered. */
    RISKS_NOTHING,
    /** The last commit may be undone; the database is sound. */
    RISKS_LAST_COMMIT,
    /** Commits are not forced to the disk at all: the database may be destroyed. For what can be loaded again. */
    RISKS_DATABASE;

    EnvFlags[] flags() {
        return switch (this) {
            case RISKS_NOTHING -> new EnvFlags[0];
            case RISKS_LAST_COMMIT -> new EnvFlags[] {EnvFlags.MDB_NOMETASYNC};
            case RISKS_DATABASE -> new EnvFlags[] {EnvFlags.MDB_NOSYNC};
        };
    }
}
