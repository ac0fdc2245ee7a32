package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Bytes into text: {@code 0x} and two digits a byte. */
final class HexEncoder extends ColumnEncoder {
    private final ByteSource source;
    private final HexDigits hex = new HexDigits();

    HexEncoder(String column, ByteSource source) {
        super(column);
        this.source = source;
    }

    @Override
    void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        source.locate(row);
        int length = length(0, 2 + 2 * source.length());
        out.room(Integer.BYTES);
        out.putInt(length);
        hex.put(out, source.buffer(), source.start(), (length - 2) / 2);
    }

    /** Turns bytes into digits in slices, through two small arrays. */
    static final class HexDigits {
        private static final int SLICE = 512;
        private static final byte[] DIGITS = {
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
        };

        private final byte[] plain = new byte[SLICE];
        private final byte[] digits = new byte[SLICE * 2];

        void put(CopyBuffer out, ArrowBuf source, long start, int length) throws SQLException {
            out.room(2);
            out.putByte('0');
            out.putByte('x');
            for (int done = 0; done < length; done += SLICE) {
                int part = Math.min(SLICE, length - done);
                source.getBytes(start + done, plain, 0, part);
                for (int i = 0; i < part; i++) {
                    digits[2 * i] = DIGITS[plain[i] >> 4 & 15];
                    digits[2 * i + 1] = DIGITS[plain[i] & 15];
                }
                out.put(digits, 0, 2 * part);
            }
        }
    }
}
