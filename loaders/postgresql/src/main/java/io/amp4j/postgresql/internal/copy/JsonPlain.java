package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/** JSON for values of a fixed width: numbers as numbers, times as ISO 8601 with all of their digits, bytes as hex text. */
final class JsonPlain {
    private JsonPlain() {}

    abstract static class Plain extends JsonValue {
        @Nullable
        ArrowBuf data;

        @Override
        final void bindValues(FieldVector vector) {
            data = vector.getDataBuffer();
        }
    }

    static JsonValue nothing() {
        return new JsonValue() {
            @Override
            void bindValues(FieldVector vector) {
                // There is nothing to read.
            }

            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                putPlain(out, "null");
            }
        };
    }

    static JsonValue bool() {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                putPlain(out, (data.getByte(row >> 3) >> (row & 7) & 1) == 1 ? "true" : "false");
            }
        };
    }

    static JsonValue integer(IntegerSource source) {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                putPlain(out, source.text(source.read(data, row)));
            }
        };
    }

    static JsonValue decimal(int bits, int scale) {
        NumericDigits digits = new NumericDigits(scale);
        int words = bits / Long.SIZE;
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                digits.set(data, (long) row * words * Long.BYTES, words);
                putPlain(out, digits.text());
            }
        };
    }

    /** JSON has no word for what is not a number, so it stands as text. */
    static JsonValue floating(FloatingPointPrecision source) {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                double value = FloatEncoder.read(source, data, row);
                String text = source == FloatingPointPrecision.DOUBLE
                        ? Double.toString(value)
                        : Float.toString((float) value);
                if (Double.isFinite(value)) {
                    putPlain(out, text);
                } else {
                    putQuoted(out, text);
                }
            }
        };
    }

    static JsonValue hex(ByteSource source) {
        HexEncoder.HexDigits digits = new HexEncoder.HexDigits();
        return new JsonValue() {
            @Override
            void bindValues(FieldVector vector) {
                source.bind(vector);
            }

            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                source.locate(row);
                put(out, '"');
                digits.put(out, source.buffer(), source.start(), Math.toIntExact(source.length()));
                put(out, '"');
            }
        };
    }

    static JsonValue timestamp(TimeUnit unit, boolean hasZone) {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                Instant moment = Instant.EPOCH.plus(JsonPlain.duration(unit, data.getLong((long) row << 3)));
                putQuoted(
                        out,
                        hasZone
                                ? moment.toString()
                                : moment.atOffset(ZoneOffset.UTC)
                                        .toLocalDateTime()
                                        .toString());
            }
        };
    }

    static JsonValue duration(TimeUnit unit) {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                putQuoted(
                        out,
                        JsonPlain.duration(unit, data.getLong((long) row << 3)).toString());
            }
        };
    }

    static JsonValue time(TimeUnit unit) {
        boolean isWide = unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND;
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                long value = isWide ? data.getLong((long) row << 3) : data.getInt((long) row << 2);
                putQuoted(
                        out,
                        LocalTime.ofNanoOfDay(JsonPlain.duration(unit, value).toNanos())
                                .toString());
            }
        };
    }

    static JsonValue date(boolean isDays) {
        return new Plain() {
            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                long days = isDays
                        ? data.getInt((long) row << 2)
                        : Math.floorDiv(data.getLong((long) row << 3), 86_400_000L);
                putQuoted(out, LocalDate.ofEpochDay(days).toString());
            }
        };
    }

    /** Calendar intervals through the vector's own object: nobody nests them where speed matters. */
    static JsonValue interval() {
        return new JsonValue() {
            private @Nullable FieldVector vector;

            @Override
            void bindValues(FieldVector bound) {
                vector = bound;
            }

            @Override
            void writeValue(CopyBuffer out, int row) throws SQLException {
                Object value = vector.getObject(row);
                putQuoted(
                        out,
                        value instanceof PeriodDuration both ? both.toISO8601IntervalString() : String.valueOf(value));
            }
        };
    }

    private static Duration duration(TimeUnit unit, long value) {
        return switch (unit) {
            case SECOND -> Duration.ofSeconds(value);
            case MILLISECOND -> Duration.ofMillis(value);
            case MICROSECOND ->
                Duration.ofSeconds(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1_000L);
            case NANOSECOND -> Duration.ofNanos(value);
        };
    }
}
