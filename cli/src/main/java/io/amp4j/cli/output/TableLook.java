package io.amp4j.cli.output;

/**
 * How a table looks.
 *
 * @param width the columns of the terminal; {@link #UNLIMITED} where nothing may be cut
 * @param colors whether escape sequences for bold and grey are written
 */
public record TableLook(int width, boolean colors) {
    /** For files and pipes: every value in full. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
}
