package io.amp4j.loader.arrow;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import org.apache.arrow.vector.FieldVector;

/** Text and bytes. */
abstract class BytesText extends TextColumn {
    static final byte[] HEX_PREFIX = ascii("0x");

    final ByteSource source;

    BytesText(ByteSource source) {
        this.source = source;
    }

    @Override
    final void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    /** Points the source at a row and gives the value's length. */
    final int locate(int row) {
        source.locate(row);
        long length = source.length();
        if (length < 0 || length > Integer.MAX_VALUE / 4) {
            throw new AmpException(ClientError.CORRUPT_BATCH, "a value of " + length + " bytes");
        }
        return (int) length;
    }

    /** UTF-8 as it is. */
    static final class Utf8 extends BytesText {
        private final JsonText json;

        Utf8(ByteSource source, JsonText json) {
            super(source);
            this.json = json;
        }

        @Override
        public void text(TextBuffer out, int row) {
            int length = locate(row);
            out.put(source.buffer(), source.start(), length);
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            int length = locate(row);
            json.put(out, source.buffer(), source.start(), length);
        }
    }

    /** Two digits a byte, behind {@code 0x} or nothing. */
    static final class Hex extends BytesText {
        private final byte[] prefix;

        Hex(ByteSource source, byte[] prefix) {
            super(source);
            this.prefix = prefix;
        }

        @Override
        public void text(TextBuffer out, int row) {
            int length = locate(row);
            out.put(prefix);
            out.putHex(source.buffer(), source.start(), length);
        }
    }

    /** The bytes themselves, but hex digits within JSON. */
    static final class Raw extends BytesText {
        Raw(ByteSource source) {
            super(source);
        }

        @Override
        public void text(TextBuffer out, int row) {
            int length = locate(row);
            out.put(source.buffer(), source.start(), length);
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            int length = locate(row);
            out.put('"');
            out.put(HEX_PREFIX);
            out.putHex(source.buffer(), source.start(), length);
            out.put('"');
        }
    }
}
