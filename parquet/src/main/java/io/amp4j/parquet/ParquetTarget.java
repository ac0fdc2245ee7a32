package io.amp4j.parquet;

/**
 * What the reader of a file understands, and so which Parquet type each Arrow type becomes. Immutable.
 *
 * <p>Start from a preset, and change what differs. Whatever a target cannot hold is refused when the writer is built, with
 * {@link ParquetError#TYPE}; a single value that does not fit (a nanosecond that microseconds would drop) when it is
 * written, with {@link ParquetError#VALUE}.
 *
 * @param times the unit of times and timestamps
 * @param unsigned what becomes of unsigned integers
 * @param fixedBinary what becomes of fixed-size binary
 * @param halfFloats what becomes of 16-bit floats
 * @param loss what is done with a time that is finer than its unit
 * @param extras what becomes of types that only Arrow's own readers know: intervals, durations, the null type, decimals of
 *     more than 38 digits, and (for Delta) times of day
 * @param arrowSchema whether the file carries the Arrow schema beside Parquet's, under the key {@code ARROW:schema}
 */
public record ParquetTarget(
        Times times,
        Unsigned unsigned,
        FixedBinary fixedBinary,
        HalfFloats halfFloats,
        Loss loss,
        Extras extras,
        ArrowSchema arrowSchema) {

    /** The unit of times and timestamps. Seconds, which Parquet does not have, always become the next finer one allowed. */
    public enum Times {
        /** As it is; seconds become milliseconds. */
        KEEP,
        /** All in microseconds. */
        MICROS,
        /** Nanoseconds as they are, all others in microseconds. */
        MICROS_OR_NANOS
    }

    /** What becomes of unsigned integers. */
    public enum Unsigned {
        /** Annotated as unsigned. */
        KEEP,
        /** The next wider signed type; 64 bits become decimal(20,0). */
        WIDEN
    }

    /** What becomes of fixed-size binary. */
    public enum FixedBinary {
        /** A fixed-length byte array. */
        KEEP,
        /** A plain byte array. */
        PLAIN
    }

    /** What becomes of 16-bit floats. */
    public enum HalfFloats {
        /** Parquet's FLOAT16. */
        KEEP,
        /** A 32-bit float. */
        WIDEN
    }

    /** What is done with a time that is finer than the unit of its column. */
    public enum Loss {
        /** It is refused with {@link ParquetError#VALUE}. */
        REFUSE,
        /** It is rounded towards the past. */
        FLOOR
    }

    /** What becomes of types that few readers know. */
    public enum Extras {
        /** Written. */
        WRITE,
        /** Refused, but for times of day. */
        REFUSE,
        /** Refused, times of day too. */
        REFUSE_WITH_TIMES
    }

    /** Whether the file carries the Arrow schema too. */
    public enum ArrowSchema {
        /** Under the key {@code ARROW:schema}. */
        WRITE,
        /** Left out. */
        OMIT
    }

    /**
     * For readers of plain Parquet: every Arrow type as exactly as Parquet can say it.
     *
     * @return the target
     */
    public static ParquetTarget arrow() {
        return new ParquetTarget(
                Times.KEEP,
                Unsigned.KEEP,
                FixedBinary.KEEP,
                HalfFloats.KEEP,
                Loss.REFUSE,
                Extras.WRITE,
                ArrowSchema.WRITE);
    }

    /**
     * For Delta Lake tables: microseconds, nothing unsigned, no fixed binary.
     *
     * @return the target
     */
    public static ParquetTarget delta() {
        return new ParquetTarget(
                Times.MICROS,
                Unsigned.WIDEN,
                FixedBinary.PLAIN,
                HalfFloats.WIDEN,
                Loss.REFUSE,
                Extras.REFUSE_WITH_TIMES,
                ArrowSchema.OMIT);
    }

    /**
     * For Iceberg tables of format version 2: microseconds, nothing unsigned. Iceberg also wants field ids, see
     * {@link ParquetWriter.Builder#fieldIds}.
     *
     * @return the target
     */
    public static ParquetTarget icebergV2() {
        return new ParquetTarget(
                Times.MICROS,
                Unsigned.WIDEN,
                FixedBinary.KEEP,
                HalfFloats.WIDEN,
                Loss.REFUSE,
                Extras.REFUSE,
                ArrowSchema.OMIT);
    }

    /**
     * For Iceberg tables of format version 3: as version 2, and nanoseconds stay nanoseconds in timestamps.
     *
     * @return the target
     */
    public static ParquetTarget icebergV3() {
        return icebergV2().withTimes(Times.MICROS_OR_NANOS);
    }

    /**
     * The same target with another unit of times.
     *
     * @param changed the unit
     * @return a new target
     */
    public ParquetTarget withTimes(Times changed) {
        return new ParquetTarget(changed, unsigned, fixedBinary, halfFloats, loss, extras, arrowSchema);
    }

    /**
     * The same target with another treatment of unsigned integers.
     *
     * @param changed the treatment
     * @return a new target
     */
    public ParquetTarget withUnsigned(Unsigned changed) {
        return new ParquetTarget(times, changed, fixedBinary, halfFloats, loss, extras, arrowSchema);
    }

    /**
     * The same target with another treatment of fixed-size binary.
     *
     * @param changed the treatment
     * @return a new target
     */
    public ParquetTarget withFixedBinary(FixedBinary changed) {
        return new ParquetTarget(times, unsigned, changed, halfFloats, loss, extras, arrowSchema);
    }

    /**
     * The same target with another answer to times that are too fine.
     *
     * @param changed the answer
     * @return a new target
     */
    public ParquetTarget withLoss(Loss changed) {
        return new ParquetTarget(times, unsigned, fixedBinary, halfFloats, changed, extras, arrowSchema);
    }

    /**
     * The same target with or without the Arrow schema.
     *
     * @param changed whether it is written
     * @return a new target
     */
    public ParquetTarget withArrowSchema(ArrowSchema changed) {
        return new ParquetTarget(times, unsigned, fixedBinary, halfFloats, loss, extras, changed);
    }
}
