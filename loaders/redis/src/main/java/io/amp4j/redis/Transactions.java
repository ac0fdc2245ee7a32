package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.Link.Outcome;
import io.amp4j.redis.internal.resp.ReplyError;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection over which rows are written: one transaction after the other, none of which is executed once a newer job holds the stream.
 *
 * <p>A transaction begins with {@code WATCH} of the stream's hash, and the question which epoch it shows. The answer is awaited before {@code MULTI}: so if
 * it was this session's, whatever changes the hash later (a newer job's opening, or this session when it recovers) makes {@code EXEC} do nothing, however late
 * it comes.
 */
final class Transactions implements AutoCloseable {
    private static final byte[] MULTI = "*1\r\n$5\r\nMULTI\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXEC = "*1\r\n$4\r\nEXEC\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Server server;
    private final StreamHash hash;
    private final String streamId;
    private final long epoch;
    private final @Nullable StreamCommands entries;
    private EntryId sentUpTo = EntryId.NONE;
    private boolean placesEntries;

    /** Whether the stream was there when it was last looked at: only then is its end asked for in one go, since else that is an error. */
    private boolean entriesExist;

    private boolean isOpen;
    private boolean isPending;
    /** What the state showed when it was last looked at; null where there is no commit yet. */
    private @Nullable Long seqSeen;

    Transactions(Server server, StreamHash hash, String streamId, long epoch, RowCommands commands) {
        this.server = server;
        this.hash = hash;
        this.streamId = streamId;
        this.epoch = epoch;
        this.entries = commands instanceof StreamCommands stream ? stream : null;
    }

    /** Begins a unit: watches, and learns where a stream ends. */
    void begin() {
        placesEntries = entries != null;
        EntryId newest = watch();
        if (placesEntries) {
            sentUpTo = newest;
            entries.continueBehind(sentUpTo);
        }
    }

    /**
     * Begins a unit behind a commit, whose number the state must show: a server that restarted or took over from another may have lost it, and the unit
     * would stand over a hole.
     */
    void beginBehind(long seq) {
        begin();
        if (seqSeen == null || seqSeen != seq) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE,
                    "stream '" + streamId + "' has lost commits that this job has made, by a restart or a fail-over of"
                            + " the server: what it holds is read anew");
        }
    }

    /** The unit's rows are staged: who else writes to their stream does not matter. */
    void stages() {
        placesEntries = false;
        server.call("UNWATCH");
    }

    /** Watches, and asks behind it, in one go: which epoch holds the stream, and where the rows' stream ends. */
    private EntryId watch() {
        RespBuffer questions = new RespBuffer(256);
        if (placesEntries) {
            questions.command("WATCH", hash.key(), entries.sharedKey());
        } else {
            questions.command("WATCH", hash.key());
        }
        questions.command(hash.versionCommand());
        if (placesEntries) {
            questions.command("TYPE", entries.sharedKey());
        }
        boolean asksForEnd = placesEntries && entriesExist;
        if (asksForEnd) {
            questions.command(endCommand());
        }
        List<@Nullable Object> answers = server.callAll(questions);
        server.require(answers.get(0));
        List<?> version = server.require(answers.get(1)) instanceof List<?> list ? list : Arrays.asList(null, null);
        requireEpoch(hash.number(version.get(0)));
        seqSeen = hash.number(version.get(1));
        return placesEntries ? newest(answers.get(2), asksForEnd ? answers.get(3) : null) : EntryId.NONE;
    }

    private String[] endCommand() {
        return new String[] {"XINFO", "STREAM", entries.sharedKey()};
    }

    /** Refuses to go on once a newer job holds the stream. */
    void requireEpoch(Server by) {
        requireEpoch(hash.number(by.call((Object[]) hash.epochCommand())));
    }

    private void requireEpoch(@Nullable Long held) {
        if (held == null) {
            throw hash.gone(streamId);
        }
        if (held != epoch) {
            throw Fencing.fenced(streamId);
        }
    }

    /** Where the stream ends, by what the server answered of its type, and of its end if that was asked already. */
    private EntryId newest(@Nullable Object typeReply, @Nullable Object end) {
        String key = entries.sharedKey();
        String type = Link.text(server.require(typeReply));
        if ("none".equals(type)) {
            return EntryId.NONE;
        }
        if (!"stream".equals(type)) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "key '" + key + "' holds a " + type + ", not a stream. Delete it, or load into another table");
        }
        entriesExist = true;
        Object known = end == null ? server.call((Object[]) endCommand()) : server.require(end);
        List<?> info = known instanceof List<?> list ? list : List.of();
        for (int i = 0; i + 1 < info.size(); i += 2) {
            if ("last-generated-id".equals(Link.text(info.get(i)))) {
                return EntryId.parse(String.valueOf(Link.text(info.get(i + 1))));
            }
        }
        throw new AmpException(LoadError.DESTINATION_FAILED, "XINFO STREAM tells no last-generated-id");
    }

    /** Sends commands into the open transaction, which is begun if there is none. The server keeps them until it is executed. */
    void queue(RespBuffer commands, int from, int count) {
        server.run(link -> {
            if (!isOpen) {
                isOpen = true;
                link.await(1);
                link.send(MULTI, 0, MULTI.length);
            }
            link.await(count);
            link.send(commands.bytes(), from, commands.size() - from);
            return null;
        });
        noteSent();
    }

    /** What the encoder has written so far is sent. */
    void noteSent() {
        if (placesEntries) {
            sentUpTo = entries.last();
        }
    }

    /** Executes what was queued. */
    void execute() {
        server.run(link -> {
            link.send(EXEC, 0, EXEC.length);
            return null;
        });
        isOpen = false;
        isPending = true;
        settle();
    }

    /** Executes commands as a transaction of their own; its outcome is asked for by {@link #settle}, or before the next. */
    void submit(byte[] commands, int from, int to, int count) {
        settle();
        EntryId newest = watch();
        if (placesEntries && !newest.equals(sentUpTo)) {
            throw contended();
        }
        server.run(link -> {
            link.await(1L + count);
            link.send(MULTI, 0, MULTI.length);
            link.send(commands, from, to - from);
            link.send(EXEC, 0, EXEC.length);
            return null;
        });
        isPending = true;
    }

    void submit(RespBuffer commands) {
        submit(commands.bytes(), 0, commands.size(), commands.commands());
        noteSent();
    }

    /** Waits for the outcome of what was sent. */
    void settle() {
        if (!isPending) {
            return;
        }
        isPending = false;
        server.run(link -> {
            ReplyError queued = link.skipAwaited();
            judge(queued, link.readOutcome());
            return null;
        });
    }

    private void judge(@Nullable ReplyError queued, Outcome outcome) {
        if (!outcome.executed()) {
            requireEpoch(server);
            throw contended();
        }
        ReplyError error = outcome.error();
        if (error == null) {
            return;
        }
        if (error.code().equals(RedisErrors.EXECABORT)) {
            throw server.failure(queued == null ? error : queued);
        }
        throw new PartlyDone(server.failure(error), error.line());
    }

    private AmpException contended() {
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "somebody else has written to what stream '" + streamId + "' was about to write"
                        + (placesEntries ? ", the stream at key '" + entries.sharedKey() + "'" : ""));
    }

    /** Forgets what was queued, and watches nothing any more. */
    void discard() {
        if (isOpen) {
            isOpen = false;
            server.run(link -> {
                link.skipAwaited();
                return null;
            });
            server.call("DISCARD");
        } else if (!isPending) {
            server.call("UNWATCH");
        }
    }

    boolean isBroken() {
        return server.isBroken();
    }

    /** Nothing more is sent; what is under way is decided by recovering. */
    @Override
    public void close() {
        server.abandon();
    }
}
