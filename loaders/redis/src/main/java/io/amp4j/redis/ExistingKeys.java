package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.ReplyError;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refuses rows whose keys are taken: a reorg could not bring back what they would replace. Used by one thread. */
final class ExistingKeys {
    private static final int KEYS_A_COMMAND = 1_000;
    private static final int OWNER_DIGITS = 16;

    private final Structure structure;
    private final RespBuffer ask = new RespBuffer(1 << 16);
    private KeySet recent = new KeySet();
    private KeySet older = new KeySet();

    ExistingKeys(Structure structure) {
        this.structure = structure;
    }

    /** Refuses keys that come twice, among these and those since the last but one {@link #executed()}. */
    void refuseRepeated(KeyList keys) {
        for (int i = 0; i < keys.count(); i++) {
            boolean isKnown = older.contains(keys.bytes(), keys.start(i), keys.length(i));
            if (isKnown || !recent.add(keys.bytes(), keys.start(i), keys.length(i))) {
                throw new AmpException(
                        LoadError.VALUE_REFUSED,
                        "two rows have the key '" + keys.text(i)
                                + "', and each would replace the other. Add columns to the pattern until it tells rows apart, or {id}");
            }
        }
    }

    /** What was sent is on its way; what was sent before it is in the store, where it is found. */
    void executed() {
        older = recent;
        recent = new KeySet();
    }

    /**
     * Asks for keys that are in the store, and refuses them once the server has answered ({@link Server#hear}).
     *
     * @param keys stay as they are until then
     * @param under what stands before each of them
     * @param mayReplace whether a row of this owner may be replaced; given null for what is no row
     */
    void refuseTaken(Server server, KeyList keys, String under, Predicate<@Nullable String> mayReplace) {
        byte[] before = under.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first < keys.count(); first += KEYS_A_COMMAND) {
            int end = Math.min(keys.count(), first + KEYS_A_COMMAND);
            ask.clear();
            ask.beginCommand(1 + end - first);
            ask.bulk("EXISTS");
            for (int i = first; i < end; i++) {
                key(before, keys, i);
            }
            KeyRange asked = new KeyRange(keys, first, end);
            server.ask(ask, counts -> {
                if ((Long) server.require(counts.get(0)) > 0) {
                    refuse(server, asked, before, mayReplace);
                }
            });
        }
    }

    private record KeyRange(KeyList keys, int first, int end) {}

    private void refuse(Server server, KeyRange asked, byte[] before, Predicate<@Nullable String> mayReplace) {
        List<@Nullable Object> answers = askEach(server, asked, before);
        for (int i = asked.first(); i < asked.end(); i++) {
            int answer = 2 * (i - asked.first());
            boolean isThere = Long.valueOf(1).equals(answers.get(answer));
            String owner = owner(answers.get(answer + 1));
            if (isThere && !mayReplace.test(owner)) {
                throw taken(asked.keys().text(i), owner);
            }
        }
    }

    private static AmpException taken(String key, @Nullable String owner) {
        String holder = owner == null ? "something that no load of amp4j wrote" : "a row of batch " + owner;
        return new AmpException(
                LoadError.VALUE_REFUSED,
                "key '" + key + "' holds " + holder
                        + ", which a reorg could not bring back once it is replaced. Add columns to the pattern of keys"
                        + " until it tells rows apart, or load once with upsert");
    }

    private void key(byte[] before, KeyList keys, int i) {
        ask.bulkLength(before.length + keys.length(i));
        ask.put(before);
        ask.put(keys.bytes(), keys.start(i), keys.length(i));
        ask.end();
    }

    private List<@Nullable Object> askEach(Server server, KeyRange asked, byte[] before) {
        ask.clear();
        for (int i = asked.first(); i < asked.end(); i++) {
            ask.beginCommand(2);
            ask.bulk("EXISTS");
            key(before, asked.keys(), i);
            askOwner(before, asked.keys(), i);
        }
        List<@Nullable Object> answers = server.callAll(ask);
        for (Object answer : answers) {
            if (answer instanceof ReplyError error && !isOfOtherType(error)) {
                throw server.failure(error);
            }
        }
        return answers;
    }

    /** A key that holds something else than a row tells no owner. */
    private static boolean isOfOtherType(ReplyError error) {
        return error.code().equals("WRONGTYPE") || error.code().equals("ERR");
    }

    private void askOwner(byte[] before, KeyList keys, int i) {
        switch (structure) {
            case HASH -> {
                ask.beginCommand(3);
                ask.bulk("HGET");
                key(before, keys, i);
                ask.bulk(MarkerColumns.BATCH_ID);
            }
            case STRING -> {
                ask.beginCommand(4);
                ask.bulk("GETRANGE");
                key(before, keys, i);
                ask.bulk("-18");
                ask.bulk("-1");
            }
            default -> {
                ask.beginCommand(3);
                ask.bulk("JSON.GET");
                key(before, keys, i);
                ask.bulk("$." + MarkerColumns.BATCH_ID);
            }
        }
    }

    /** The batch id in an answer, or null where it is none. */
    private static @Nullable String owner(@Nullable Object answer) {
        if (answer instanceof ReplyError || answer == null) {
            return null;
        }
        String digits = String.valueOf(Link.text(answer)).replaceAll("[^0-9a-f]", "");
        return digits.length() == OWNER_DIGITS ? digits : null;
    }
}
