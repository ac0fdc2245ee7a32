package io.amp4j.cli.output;

/** How many columns of a terminal a character takes. */
public final class DisplayWidth {
    private DisplayWidth() {}

    /** Whether a terminal must not see the character as it stands: it would move the cursor, or reorder what is near. */
    static boolean isUnsafe(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }

    /**
     * A text on one line of a terminal: cut where it is too long, and without what a terminal must not see.
     *
     * @param text the text
     * @param columns how many there are
     * @return the text, or as much of it as fits, and an ellipsis
     */
    public static String fit(String text, int columns) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().map(c -> isUnsafe(c) ? '?' : c).forEach(safe::appendCodePoint);
        int width = 0;
        int end = 0; // of what fits beside an ellipsis
        for (int i = 0; i < safe.length(); i += Character.charCount(safe.codePointAt(i))) {
            end = width < columns ? i : end;
            width += of(safe.codePointAt(i));
        }
        return width <= columns ? safe.toString() : safe.substring(0, end) + "…";
    }

    static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** The large blocks that Unicode's East Asian Width gives two columns. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
