package io.amp4j.devnet.internal.table;

/**
 * When a batch is full.
 *
 * @param rows the most rows
 * @param bytes about the most bytes; one row may exceed it
 */
public record BatchLimits(int rows, long bytes) {}
