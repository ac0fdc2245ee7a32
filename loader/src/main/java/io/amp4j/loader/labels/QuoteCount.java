package io.amp4j.loader.labels;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;

/** Counts the quotes of a CSV file on the way: the parser takes one that is not closed for the rest of the file. */
final class QuoteCount extends FilterReader {
    private long count;

    QuoteCount(BufferedReader text) {
        super(text);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count += read == '"' ? 1 : 0;
        return read;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            count += buffer[i] == '"' ? 1 : 0;
        }
        return read;
    }
}
