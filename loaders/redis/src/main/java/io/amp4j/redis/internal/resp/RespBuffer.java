package io.amp4j.redis.internal.resp;

import io.amp4j.loader.arrow.TextBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Commands as the bytes that Redis reads, one behind the other. Grows as needed and is used again. Not thread-safe.
 *
 * <p>A command is an array of byte strings, each with its length before it. Where the length is known only once the bytes are written, room
 * is left for it ({@link #beginBulk}).
 */
public final class RespBuffer extends TextBuffer {
    private int commands;

    /**
     * An empty buffer.
     *
     * @param capacity its bytes to begin with
     */
    public RespBuffer(int capacity) {
        super(capacity);
    }

    /**
     * How many commands were begun since the buffer was empty.
     *
     * @return the number of commands, and of replies to await
     */
    public int commands() {
        return commands;
    }

    @Override
    public void clear() {
        super.clear();
        commands = 0;
    }

    /**
     * Forgets what was written behind a place.
     *
     * @param toSize the size as it was
     * @param toCommands the number of commands as it was
     */
    public void truncate(int toSize, int toCommands) {
        truncate(toSize);
        commands = toCommands;
    }

    /**
     * Begins a command.
     *
     * @param arguments how many byte strings follow, its name among them
     */
    public void beginCommand(int arguments) {
        length('*', arguments);
        commands++;
    }

    /**
     * Writes a whole command of text.
     *
     * @param arguments its name and arguments
     */
    public void command(String... arguments) {
        beginCommand(arguments.length);
        for (String argument : arguments) {
            bulk(argument);
        }
    }

    /**
     * Writes an argument.
     *
     * @param text the argument
     */
    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes an argument.
     *
     * @param argument the argument
     */
    public void bulk(byte[] argument) {
        bulk(argument, 0, argument.length);
    }

    /**
     * Writes an argument.
     *
     * @param source where it is
     * @param from its first byte
     * @param length its length
     */
    public void bulk(byte[] source, int from, int length) {
        bulkLength(length);
        put(source, from, length);
        end();
    }

    /**
     * Writes what stands before an argument of a known length; the argument and {@link #end} follow.
     *
     * @param length the argument's length in bytes
     */
    public void bulkLength(int length) {
        length('$', length);
    }

    private void length(char type, int length) {
        put(type);
        putNumber(length);
        end();
    }

    /** Ends an argument. */
    public void end() {
        put('\r');
        put('\n');
    }

    /**
     * Leaves room for the length of an argument that follows.
     *
     * @param digits how many digits it will likely have
     * @return the place, for {@link #endBulk}
     */
    public int beginBulk(int digits) {
        int place = size();
        skip(1 + digits + 2);
        return place;
    }

    /**
     * Ends an argument whose length stands before it: the bytes move if the number of digits was not the one expected.
     *
     * @param place what {@link #beginBulk} gave
     * @param digits what it was given
     * @return how many digits the length has: the best guess for the next value
     */
    public int endBulk(int place, int digits) {
        int start = place + 1 + digits + 2;
        int length = size() - start;
        int needed = digits(length);
        if (needed != digits) {
            int moved = place + 1 + needed + 2;
            room(Math.max(0, needed - digits));
            System.arraycopy(bytes(), start, bytes(), moved, length);
        }
        truncate(place);
        length('$', length);
        skip(length);
        end();
        return needed;
    }
}
