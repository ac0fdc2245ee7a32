/** Tests of the simulation, and the seeds that every build runs. */
@NullMarked
package io.amp4j.loader.testkit.simulation;

import org.jspecify.annotations.NullMarked;
