package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.ReplyError;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to one server, whose failures are told as what they mean. Used by one thread. */
final class Server implements Closeable {
    private final Link link;
    private final String place;
    private boolean broken;

    Server(Link link, String place) {
        this.link = link;
        this.place = place;
    }

    /** What is done over the connection. */
    interface Call<T> {
        T over(Link link) throws IOException;
    }

    /** Does something whose replies the caller judges. */
    <T> T run(Call<T> call) {
        try {
            return call.over(link);
        } catch (IOException e) {
            broken = true;
            throw RedisErrors.lost(place, e);
        }
    }

    /** Sends a command and gives its reply; an error is thrown. */
    @Nullable
    Object call(Object... arguments) {
        Object reply = run(to -> to.call(arguments));
        if (reply instanceof ReplyError error) {
            throw failure(error);
        }
        return reply;
    }

    /** The reply as text, or null. */
    @Nullable
    String text(Object... arguments) {
        return Link.text(call(arguments));
    }

    /** The reply as a number. */
    long number(Object... arguments) {
        Object reply = call(arguments);
        if (reply instanceof Long number) {
            return number;
        }
        throw strange(arguments[0]);
    }

    /** The reply as a list. */
    List<?> list(Object... arguments) {
        Object reply = call(arguments);
        if (reply instanceof List<?> list) {
            return list;
        }
        throw strange(arguments[0]);
    }

    private AmpException strange(Object command) {
        return new AmpException(
                LoadError.DESTINATION_FAILED, "the server at " + place + " answers " + command + " as no Redis does");
    }

    AmpException failure(ReplyError error) {
        return RedisErrors.answered(place, error);
    }

    /** Whether something under way was cut off: nothing more can be said over the connection. */
    boolean isBroken() {
        return broken;
    }

    /** Nothing more is said over it: what is under way would be mistaken for an answer. */
    void abandon() {
        broken = true;
        close();
    }

    String place() {
        return place;
    }

    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException | RuntimeException e) {
            // It is gone either way.
            broken = true;
        }
    }
}
