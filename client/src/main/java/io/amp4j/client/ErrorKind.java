package io.amp4j.client;

/** Who has to act on an error. */
public enum ErrorKind {
    /** The caller's mistake: a bad option, bad SQL, a table that is not there. */
    USER,
    /** The Amp server, or the way to it. */
    SERVER,
    /** The storage system that a load writes to. */
    DESTINATION,
    /** A peer said something that its protocol does not allow. */
    PROTOCOL,
    /** Memory, disk, time or another limited good ran out. */
    RESOURCE
}
