/** A seeded simulation in virtual time: chains that reorganise, servers and destinations that fail, jobs that die at every step. */
@NullMarked
package io.amp4j.loader.testkit.simulation;

import org.jspecify.annotations.NullMarked;
