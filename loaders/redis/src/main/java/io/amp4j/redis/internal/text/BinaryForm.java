package io.amp4j.redis.internal.text;

/** How bytes are kept where a value stands by itself. Within JSON they are always hex digits. */
public enum BinaryForm {
    /** As text: {@code 0x} and two digits a byte. */
    HEX,
    /** As the bytes themselves. */
    RAW
}
