package io.amp4j.parquet;

import org.jspecify.annotations.Nullable;

/** The least and the greatest of the values that were seen: of a page, of a row group, of a file. */
abstract class Bounds {
    /** Takes all values of a block. */
    abstract void take(Block block);

    /** Takes one value, which lies somewhere in an array. */
    void take(byte[] data, int from, int length) {
        throw new UnsupportedOperationException("only bytes are taken one by one");
    }

    /** Takes what another of the same kind has seen. */
    abstract void take(Bounds other);

    /** Whether there are bounds: false before the first value that compares. */
    abstract boolean present();

    abstract byte[] min();

    /** The greatest, rounded up if it was long; null if there is no short value above it. */
    abstract byte @Nullable [] max();

    boolean minExact() {
        return true;
    }

    boolean maxExact() {
        return true;
    }

    long nans() {
        return 0;
    }

    /** Whether these bounds are both at or above the other's (positive), both at or below (negative), the same (0). */
    abstract int compareMin(Bounds other);

    abstract int compareMax(Bounds other);

    abstract void clear();

    static Bounds of(PhysicalType type, int length, Order order) {
        return switch (order) {
            case NONE -> new NoBounds();
            case BOOLEAN -> new BooleanBounds();
            case SIGNED -> type == PhysicalType.INT32 ? new IntBounds(0) : new LongBounds(0);
            case UNSIGNED ->
                type == PhysicalType.INT32 ? new IntBounds(Integer.MIN_VALUE) : new LongBounds(Long.MIN_VALUE);
            case FLOATING -> new FloatingBounds(type == PhysicalType.FLOAT);
            case DECIMAL -> new BinaryBounds(length, true, false);
            case BINARY, TEXT -> new BinaryBounds(length, false, order == Order.TEXT);
        };
    }

    /** Nothing compares. */
    private static final class NoBounds extends Bounds {
        @Override
        void take(Block block) {}

        @Override
        void take(byte[] data, int from, int length) {}

        @Override
        void take(Bounds other) {}

        @Override
        boolean present() {
            return false;
        }

        @Override
        byte[] min() {
            throw new IllegalStateException("no bounds");
        }

        @Override
        byte[] max() {
            throw new IllegalStateException("no bounds");
        }

        @Override
        int compareMin(Bounds other) {
            return 0;
        }

        @Override
        int compareMax(Bounds other) {
            return 0;
        }

        @Override
        void clear() {}
    }

    private static final class BooleanBounds extends Bounds {
        private boolean anyFalse;
        private boolean anyTrue;

        @Override
        void take(Block block) {
            int ones = 0;
            for (int i = 0; i < block.count; i++) {
                ones += block.data[i];
            }
            anyTrue |= ones > 0;
            anyFalse |= ones < block.count;
        }

        @Override
        void take(Bounds other) {
            BooleanBounds that = (BooleanBounds) other;
            anyFalse |= that.anyFalse;
            anyTrue |= that.anyTrue;
        }

        @Override
        boolean present() {
            return anyFalse || anyTrue;
        }

        @Override
        byte[] min() {
            return new byte[] {(byte) (anyFalse ? 0 : 1)};
        }

        @Override
        byte[] max() {
            return new byte[] {(byte) (anyTrue ? 1 : 0)};
        }

        @Override
        int compareMin(Bounds other) {
            return Byte.compare(min()[0], other.min()[0]);
        }

        @Override
        int compareMax(Bounds other) {
            BooleanBounds that = (BooleanBounds) other;
            return Byte.compare(max()[0], that.max()[0]);
        }

        @Override
        void clear() {
            anyFalse = false;
            anyTrue = false;
        }
    }
}
