package io.amp4j.loader.testkit;

/**
 * An interval of any of Arrow's units. Its parts are not converted into each other: a month has no fixed number of days.
 *
 * @param months whole months
 * @param days whole days
 * @param nanos nanoseconds
 */
public record IntervalValue(int months, int days, long nanos) {}
