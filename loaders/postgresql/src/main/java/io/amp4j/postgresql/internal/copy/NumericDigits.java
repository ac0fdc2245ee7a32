package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;

/**
 * A decimal number in groups of four digits, as PostgreSQL sends {@code numeric}. Reused from value to value; walks 32-bit limbs, so that
 * no number object is made.
 */
final class NumericDigits {
    private static final int GROUP = 10_000;
    private static final int TWO_GROUPS = GROUP * GROUP;
    private static final int[] POWERS = {1, 10, 100, 1_000};
    private static final long LIMB = 0xffff_ffffL;
    private static final int NEGATIVE = 0x4000;

    /** 256 bits, and one more for the shift to a group's border. */
    private static final int LIMBS = 9;

    private final int scale;
    private final int fractionGroups;
    private final int shift;
    private final int[] limbs = new int[LIMBS];

    /** The least group first; 256 bits shifted by three digits are 21 groups. */
    private final short[] groups = new short[24];

    private int count;
    private boolean isNegative;

    /** @param scale how many digits stand behind the point; below zero, how many zeros stand before it */
    NumericDigits(int scale) {
        this.scale = scale;
        this.fractionGroups = -Math.floorDiv(-scale, 4);
        this.shift = fractionGroups * 4 - scale;
    }

    void setUnsigned(long value) {
        isNegative = false;
        if (shift != 0) {
            limbs[0] = (int) value;
            limbs[1] = (int) (value >>> Integer.SIZE);
            divide(2);
            return;
        }
        int n = 0;
        long rest = value;
        if (rest < 0) {
            long quotient = Long.divideUnsigned(rest, GROUP);
            groups[n++] = (short) (rest - quotient * GROUP);
            rest = quotient;
        }
        while (rest != 0) {
            long quotient = rest / GROUP;
            groups[n++] = (short) (rest - quotient * GROUP);
            rest = quotient;
        }
        count = n;
    }

    void setSigned(long value) {
        setUnsigned(Math.abs(value));
        isNegative = value < 0;
    }

    /** Reads a two's complement number, the least byte first. */
    void set(ArrowBuf data, long offset, int words) {
        long low = data.getLong(offset);
        if (fits64(data, offset, words, low)) {
            setSigned(low);
            return;
        }
        int used = words * 2;
        for (int i = 0; i < used; i++) {
            limbs[i] = data.getInt(offset + (long) i * Integer.BYTES);
        }
        boolean negative = limbs[used - 1] < 0;
        if (negative) {
            negate(used);
        }
        divide(used);
        isNegative = negative;
    }

    private static boolean fits64(ArrowBuf data, long offset, int words, long low) {
        for (int i = 1; i < words; i++) {
            if (data.getLong(offset + (long) i * Long.BYTES) != low >> 63) {
                return false;
            }
        }
        return true;
    }

    private void negate(int used) {
        long carry = 1;
        for (int i = 0; i < used; i++) {
            carry += ~limbs[i] & LIMB;
            limbs[i] = (int) carry;
            carry >>>= Integer.SIZE;
        }
    }

    private void divide(int used) {
        int top = multiply(used);
        int n = 0;
        while (top > 0) {
            long rest = 0;
            for (int i = top - 1; i >= 0; i--) {
                long part = rest << Integer.SIZE | (limbs[i] & LIMB);
                long quotient = part / TWO_GROUPS;
                limbs[i] = (int) quotient;
                rest = part - quotient * TWO_GROUPS;
            }
            int high = (int) rest / GROUP;
            groups[n++] = (short) ((int) rest - high * GROUP);
            groups[n++] = (short) high;
            while (top > 0 && limbs[top - 1] == 0) {
                top--;
            }
        }
        while (n > 0 && groups[n - 1] == 0) {
            n--;
        }
        count = n;
    }

    /** Shifts the number so that its point stands between two groups. */
    private int multiply(int used) {
        long carry = 0;
        for (int i = 0; i < used; i++) {
            carry += (limbs[i] & LIMB) * POWERS[shift];
            limbs[i] = (int) carry;
            carry >>>= Integer.SIZE;
        }
        limbs[used] = (int) carry;
        int top = used + 1;
        while (top > 0 && limbs[top - 1] == 0) {
            top--;
        }
        return top;
    }

    /** Writes the length and the number: count of groups, weight of the first, sign, scale, groups. */
    void put(CopyBuffer out) throws SQLException {
        int last = 0;
        while (last < count && groups[last] == 0) {
            last++;
        }
        int kept = count - last;
        int length = (4 + kept) * Short.BYTES;
        out.room(Integer.BYTES + length);
        out.putInt(length);
        out.putShort(kept);
        out.putShort(kept == 0 ? 0 : count - 1 - fractionGroups);
        out.putShort(kept > 0 && isNegative ? NEGATIVE : 0);
        out.putShort(Math.max(0, scale));
        for (int i = count - 1; i >= last; i--) {
            out.putShort(groups[i]);
        }
    }
}
