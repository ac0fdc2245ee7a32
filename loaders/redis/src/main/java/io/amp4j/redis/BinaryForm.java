package io.amp4j.redis;

import io.amp4j.loader.arrow.TextRules;
import io.amp4j.loader.arrow.TextRules.Bytes;
import io.amp4j.loader.arrow.TextRules.Intervals;
import io.amp4j.loader.arrow.TextRules.Numbers;

/** How bytes are kept where a value stands by itself. Within JSON they are always hex digits. */
enum BinaryForm {
    /** As text: {@code 0x} and two digits a byte. */
    HEX,
    /** As the bytes themselves. */
    RAW;

    /** In what Redis's texts differ from those of other stores; RedisJSON would make a rounded floating-point number of a wide one. */
    TextRules rules() {
        Bytes bytes = this == RAW ? Bytes.RAW : Bytes.HEX;
        return new TextRules(bytes, Numbers.QUOTED_WHERE_WIDE, null, Intervals.PARTS);
    }
}
