package io.amp4j.redis;

import io.amp4j.redis.internal.resp.RespBuffer;

/**
 * Finishes units that are committed and undoes those that are not. Each step is a script that checks the epoch, and can be done again: whoever comes next goes
 * on where this one was stopped.
 *
 * @param script what the scripts are given
 * @param hash the stream's state
 * @param target the key that all rows share, or the empty string
 * @param ttlMillis how long rows live, or 0
 */
record Settlement(ScriptCall script, StreamHash hash, String target, long ttlMillis) {
    void settle(Server server, String attempt, Intent intent) {
        if (intent.phase() == Intent.Phase.COMMITTED) {
            finish(server, intent);
        } else {
            undo(server, intent);
        }
        server.call((Object[]) hash.forgetCommand(attempt));
    }

    private void finish(Server server, Intent intent) {
        for (BatchName name : intent.swept()) {
            delete(server, name);
            server.call((Object[]) script.forget(name));
        }
        if (intent.rows() == Intent.Rows.STAGED) {
            intent.added().forEach(name -> promote(server, name));
        }
    }

    private void undo(Server server, Intent intent) {
        for (BatchName name : intent.added()) {
            if (intent.rows() == Intent.Rows.STAGED) {
                repeat(server, script.discard(name, Limits.ROWS_A_SCRIPT));
            } else {
                delete(server, name);
                server.call((Object[]) script.forget(name));
            }
        }
    }

    private void delete(Server server, BatchName name) {
        repeat(server, script.delete(name, Limits.ROWS_A_SCRIPT));
    }

    private static void repeat(Server server, String[] call) {
        while (server.number((Object[]) call) == 1) {
            // There is more.
        }
    }

    private void promote(Server server, BatchName name) {
        long offset = 0;
        while (server.number((Object[]) script.promote(name, Limits.ROWS_A_SCRIPT, offset, target)) == 1) {
            offset += Limits.ROWS_A_SCRIPT;
        }
        if (ttlMillis > 0) {
            server.call("PEXPIRE", script.keys().index(name), ttlMillis);
            server.call("PEXPIRE", target.isEmpty() ? script.keys().index(name) : target, ttlMillis);
        }
    }

    /** The same as part of a transaction: all at once. */
    void queue(RespBuffer out, Intent intent) {
        for (BatchName name : intent.swept()) {
            out.command(script.delete(name, ScriptCall.ALL));
            out.command("HDEL", script.keys().batches(), name.id());
        }
        for (BatchName name : intent.added()) {
            out.command(script.promote(name, ScriptCall.ALL, 0, target));
            if (ttlMillis > 0) {
                out.command("PEXPIRE", script.keys().index(name), String.valueOf(ttlMillis));
            }
        }
        if (ttlMillis > 0 && !target.isEmpty()) {
            out.command("PEXPIRE", target, String.valueOf(ttlMillis));
        }
    }
}
