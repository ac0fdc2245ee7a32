package io.amp4j.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as people write them: {@code 500ms}, {@code 1s}, {@code 2m30s}. */
final class TimeSpan implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        try {
            if (value.matches("\\d{1,9}ms")) {
                return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
            }
            return Duration.parse("PT" + value);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + value + "' is no time: write 500ms, 1s or 2m30s");
        }
    }
}
