package io.amp4j.loader.internal;

import io.amp4j.loader.spi.LoadSession;

/**
 * What the slices of a job work with.
 *
 * @param spec what to load
 * @param session the job's session with the destination
 * @param gate who may have a unit open
 * @param neighbours what slices know of each other
 * @param monitor hears of all that happens
 */
record SliceTools(JobSpec spec, LoadSession session, UnitGate gate, Neighbours neighbours, JobMonitor monitor) {}
