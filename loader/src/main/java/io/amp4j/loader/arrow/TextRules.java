package io.amp4j.loader.arrow;

import org.jspecify.annotations.Nullable;

/**
 * In what the texts of stores differ; everything else is the same for all. Immutable.
 *
 * @param bytes how bytes stand
 * @param numbers how numbers stand within JSON
 * @param nul what stands for a NUL within JSON; null for its escape
 * @param intervals how calendar intervals stand
 */
public record TextRules(
        Bytes bytes, Numbers numbers, @Nullable String nul, Intervals intervals) {
    /** How bytes stand. */
    public enum Bytes {
        /** {@code 0x} and two hex digits a byte. */
        HEX,
        /** Two hex digits a byte. */
        BARE_HEX,
        /** The bytes themselves; within JSON as {@link #HEX}. */
        RAW
    }

    /** How numbers stand within JSON. In text of their own they always have all their digits, without an exponent. */
    public enum Numbers {
        /** As numbers, with all their digits. */
        PLAIN,
        /** As numbers; decimals with many zeros behind the point have an exponent, as {@link java.math.BigDecimal#toString} writes them. */
        SCIENTIFIC,
        /** Decimals, and integers above 2^63-1, as text: for readers that would round them. */
        QUOTED_WHERE_WIDE
    }

    /** How calendar intervals stand: months, days and time are no multiples of each other. */
    public enum Intervals {
        /** {@code P4M34DT-0.000000005S}: always months, days and seconds. */
        PARTS,
        /** As Java's own objects for them write them: {@code P4M}, {@code PT816H}, {@code P4M34DT5S}. */
        OBJECT
    }
}
