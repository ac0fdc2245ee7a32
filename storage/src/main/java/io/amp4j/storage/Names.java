package io.amp4j.storage;

import io.amp4j.client.AmpException;

/** Which names a file may have. */
final class Names {
    private Names() {}

    /** The name, if it stays below the root wherever it is used. */
    static String checked(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw refused(name);
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw refused(name);
            }
        }
        return name;
    }

    static AmpException refused(String name) {
        return new AmpException(
                StorageError.NAME,
                "'" + name + "' cannot be the name of a file here: its parts may not be empty, '.' or '..',"
                        + " and it may not lie outside of the storage");
    }

    static AmpException missing(String location) {
        return new AmpException(StorageError.NOT_FOUND, "there is no file " + location);
    }
}
