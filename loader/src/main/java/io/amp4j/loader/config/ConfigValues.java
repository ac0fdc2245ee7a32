package io.amp4j.loader.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values as people write them. */
final class ConfigValues {
    private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");
    private static final Map<String, Long> BYTE_UNITS = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "tb",
            1_000_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30,
            "tib",
            1L << 40);
    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private ConfigValues() {}

    static long bytes(String text) {
        Matcher quantity = quantity(text);
        Long unit = BYTE_UNITS.get(quantity.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' has no unit of bytes: B, KiB, MiB, GiB, KB, MB, GB");
        }
        return Math.multiplyExact(Long.parseLong(quantity.group(1)), unit);
    }

    static Duration duration(String text) {
        Matcher quantity = quantity(text);
        Duration unit = TIME_UNITS.get(quantity.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' has no unit of time: ms, s, m, h, d");
        }
        return unit.multipliedBy(Long.parseLong(quantity.group(1)));
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "on", "yes" -> true;
            case "false", "0", "off", "no" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (ConfigKey.kebab(constant).equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is none of the values");
    }

    private static Matcher quantity(String text) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        if (!quantity.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no number with a unit");
        }
        return quantity;
    }
}
