package io.amp4j.snowflake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digits before and behind the point of a {@code NUMBER(precision,scale)}. */
record NumberShape(int whole, int fraction) {
    private static final Pattern NUMBER = Pattern.compile("NUMBER\\((\\d+),(\\d+)\\)");

    static Optional<NumberShape> of(String type) {
        Matcher matcher = NUMBER.matcher(type);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int scale = Integer.parseInt(matcher.group(2));
        return Optional.of(new NumberShape(Integer.parseInt(matcher.group(1)) - scale, scale));
    }

    boolean holds(String other) {
        return of(other)
                .filter(shape -> shape.whole <= whole && shape.fraction <= fraction)
                .isPresent();
    }
}
