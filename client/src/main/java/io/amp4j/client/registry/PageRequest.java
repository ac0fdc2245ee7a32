package io.amp4j.client.registry;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.Optional;

/**
 * Which page of a list, and in which order. Immutable; each method gives another one.
 *
 * @param number the page, 1 for the first
 * @param size how many datasets it has at most, 1 to 1000
 * @param sortBy the field to sort by; the registry's default where empty
 * @param order in which direction
 */
public record PageRequest(int number, int size, Optional<String> sortBy, Order order) {
    /** Directions. */
    public enum Order {
        /** The least first. */
        ASCENDING("asc"),
        /** The greatest first. */
        DESCENDING("desc");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private static final int LARGEST = 1000;
    private static final int USUAL = 50;

    /**
     * A page.
     *
     * @throws AmpException with code {@code AMP-BAD-OPTION} if number or size are out of bounds
     */
    public PageRequest {
        if (number < 1 || size < 1 || size > LARGEST) {
            throw new AmpException(
                    ClientError.BAD_OPTION, "pages are counted from 1, and have 1 to " + LARGEST + " datasets");
        }
    }

    /**
     * The first page, with 50 datasets, in the registry's order.
     *
     * @return the page
     */
    public static PageRequest first() {
        return new PageRequest(1, USUAL, Optional.empty(), Order.ASCENDING);
    }

    /**
     * As this, with another size.
     *
     * @param datasets 1 to 1000
     * @return the page
     */
    public PageRequest size(int datasets) {
        return new PageRequest(number, datasets, sortBy, order);
    }

    /**
     * As this, in another order.
     *
     * @param field such as {@code name}, {@code created_at} or {@code updated_at}
     * @param direction which way
     * @return the page
     */
    public PageRequest sortBy(String field, Order direction) {
        return new PageRequest(number, size, Optional.of(field), direction);
    }

    /**
     * The page behind this one.
     *
     * @return the page
     */
    public PageRequest next() {
        return new PageRequest(number + 1, size, sortBy, order);
    }
}
