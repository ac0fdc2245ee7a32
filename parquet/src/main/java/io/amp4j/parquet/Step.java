package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.AbstractStructVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;

/** One group on the way from the root to a leaf. */
sealed interface Step {
    /** The vector below. */
    FieldVector below(FieldVector vector);

    /** Takes the entries of {@code shredder}, which are places in {@code vector}, one group down. */
    void descend(Shredder shredder, FieldVector vector);

    /** An extension type is stored as what it extends. */
    static FieldVector storage(FieldVector vector) {
        FieldVector result = vector;
        while (result instanceof ExtensionTypeVector<?> extension) {
            result = (FieldVector) extension.getUnderlyingVector();
        }
        return result;
    }

    /** Into one child of a struct. */
    record Struct(String column, boolean nullable, int child) implements Step {
        @Override
        public FieldVector below(FieldVector vector) {
            return storage((FieldVector) ((AbstractStructVector) vector).getChildByOrdinal(child));
        }

        @Override
        public void descend(Shredder shredder, FieldVector vector) {
            shredder.intoStruct(vector, nullable, column);
        }
    }

    /** Into the key or the value of a map's entries, which are never null themselves. */
    record Entry(int child) implements Step {
        @Override
        public FieldVector below(FieldVector vector) {
            return storage((FieldVector) ((AbstractStructVector) vector).getChildByOrdinal(child));
        }

        @Override
        public void descend(Shredder shredder, FieldVector vector) {}
    }

    /** Into the elements of a list, or the entries of a map. */
    record Repeated(String column, boolean nullable, int level) implements Step {
        @Override
        public FieldVector below(FieldVector vector) {
            if (vector instanceof ListVector list) {
                return storage(list.getDataVector());
            }
            if (vector instanceof LargeListVector list) {
                return storage(list.getDataVector());
            }
            if (vector instanceof FixedSizeListVector list) {
                return storage(list.getDataVector());
            }
            if (vector instanceof ListViewVector list) {
                return storage(list.getDataVector());
            }
            throw new AmpException(
                    ParquetError.SCHEMA,
                    "column " + column + " comes as a " + vector.getClass().getSimpleName() + ", not as a list");
        }

        @Override
        public void descend(Shredder shredder, FieldVector vector) {
            shredder.intoList(vector, ranges(vector), nullable, level, column);
        }

        private static Ranges ranges(FieldVector vector) {
            if (vector instanceof FixedSizeListVector list) {
                int size = list.getListSize();
                return new Ranges() {
                    @Override
                    public int start(int index) {
                        return Math.multiplyExact(index, size);
                    }

                    @Override
                    public int end(int index) {
                        return Math.multiplyExact(index + 1, size);
                    }
                };
            }
            if (vector instanceof LargeListVector list) {
                return new Ranges() {
                    @Override
                    public int start(int index) {
                        return Math.toIntExact(list.getElementStartIndex(index));
                    }

                    @Override
                    public int end(int index) {
                        return Math.toIntExact(list.getElementEndIndex(index));
                    }
                };
            }
            if (vector instanceof ListViewVector list) {
                return new Ranges() {
                    @Override
                    public int start(int index) {
                        return list.getElementStartIndex(index);
                    }

                    @Override
                    public int end(int index) {
                        return list.getElementEndIndex(index);
                    }
                };
            }
            ListVector list = (ListVector) vector;
            return new Ranges() {
                @Override
                public int start(int index) {
                    return list.getElementStartIndex(index);
                }

                @Override
                public int end(int index) {
                    return list.getElementEndIndex(index);
                }
            };
        }
    }

    /** Where the elements of each list are. */
    interface Ranges {
        int start(int index);

        int end(int index);
    }
}
