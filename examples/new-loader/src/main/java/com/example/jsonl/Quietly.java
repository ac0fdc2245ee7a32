package com.example.jsonl;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody needs any more, whatever its closing says. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // a lock ends with the process at the latest, and a file that is closed here is deleted next
        }
    }
}
