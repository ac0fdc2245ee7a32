package io.amp4j.lmdb;

/** How the columns of a key become bytes. */
enum KeyEncoding {
    /** So that keys are in the order of their columns' values, and a range of values is a range of keys: integers big-endian, text as it is. */
    ORDERED,
    /** As people read it: {@code 15000000:7}. In the order of the text, where 10 comes before 9. */
    TEXT
}
