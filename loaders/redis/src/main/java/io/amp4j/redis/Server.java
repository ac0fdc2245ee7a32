package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.ReplyError;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection to one server, whose failures are told as what they mean. Used by one thread. */
final class Server implements Closeable {
    private final Link link;
    private final String place;
    private final List<Question> unanswered = new ArrayList<>();
    private boolean broken;

    private record Question(int replies, Consumer<List<@Nullable Object>> judge) {}

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
        forget();
        return over(call);
    }

    private <T> T over(Call<T> call) {
        try {
            return call.over(link);
        } catch (IOException e) {
            broken = true;
            throw RedisErrors.lost(place, e);
        }
    }

    /**
     * Sends commands and does not wait: {@link #hear} does. Whatever else is done over the connection before forgets the question.
     *
     * @param judge is given the replies, errors among them
     */
    void ask(RespBuffer commands, Consumer<List<@Nullable Object>> judge) {
        unanswered.add(new Question(commands.commands(), judge));
        over(link -> {
            link.send(commands.bytes(), 0, commands.size());
            return null;
        });
    }

    /** Waits for the replies to all that was asked; then they are judged, in order. */
    void hear() {
        if (unanswered.isEmpty()) {
            return;
        }
        List<Question> questions = List.copyOf(unanswered);
        unanswered.clear();
        List<List<@Nullable Object>> answers = over(link -> {
            List<List<@Nullable Object>> read = new ArrayList<>();
            for (Question question : questions) {
                read.add(link.read(question.replies()));
            }
            return read;
        });
        for (int i = 0; i < questions.size(); i++) {
            questions.get(i).judge().accept(answers.get(i));
        }
    }

    /** Nobody wants to know any more what was asked: the replies are read away. */
    void forget() {
        int replies = unanswered.stream().mapToInt(Question::replies).sum();
        unanswered.clear();
        if (replies > 0) {
            over(link -> link.read(replies));
        }
    }

    /** Sends commands at once and gives their replies, errors among them. */
    List<@Nullable Object> callAll(RespBuffer commands) {
        return run(link -> {
            link.send(commands.bytes(), 0, commands.size());
            return link.read(commands.commands());
        });
    }

    /** Sends a command and gives its reply; an error is thrown. */
    @Nullable
    Object call(Object... arguments) {
        return require(run(to -> to.call(arguments)));
    }

    /** The reply, unless it is an error, which is thrown. */
    @Nullable
    Object require(@Nullable Object reply) {
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
