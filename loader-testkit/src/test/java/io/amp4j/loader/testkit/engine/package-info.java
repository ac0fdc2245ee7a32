/** What the load engine does, told against a scripted server and the store in memory. */
@NullMarked
package io.amp4j.loader.testkit.engine;

import org.jspecify.annotations.NullMarked;
