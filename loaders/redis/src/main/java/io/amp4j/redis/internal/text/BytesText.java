package io.amp4j.redis.internal.text;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.loader.arrow.ByteSource;
import io.amp4j.redis.internal.resp.RespBuffer;
import org.apache.arrow.vector.FieldVector;

/** Text and bytes. */
abstract class BytesText extends TextColumn {
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
        Utf8(ByteSource source) {
            super(source);
        }

        @Override
        public void text(RespBuffer out, int row) {
            int length = locate(row);
            out.put(source.buffer(), source.start(), length);
        }

        @Override
        void jsonValue(RespBuffer out, int row) {
            int length = locate(row);
            JsonText.put(out, source.buffer(), source.start(), length);
        }
    }

    /** {@code 0x} and two digits a byte. */
    static final class Hex extends BytesText {
        Hex(ByteSource source) {
            super(source);
        }

        @Override
        public void text(RespBuffer out, int row) {
            int length = locate(row);
            out.putHex(source.buffer(), source.start(), length);
        }
    }

    /** The bytes themselves, but hex digits within JSON. */
    static final class Raw extends BytesText {
        Raw(ByteSource source) {
            super(source);
        }

        @Override
        public void text(RespBuffer out, int row) {
            int length = locate(row);
            out.put(source.buffer(), source.start(), length);
        }

        @Override
        void jsonValue(RespBuffer out, int row) {
            int length = locate(row);
            out.put('"');
            out.putHex(source.buffer(), source.start(), length);
            out.put('"');
        }
    }
}
