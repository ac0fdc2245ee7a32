/** Writes results as they come: formats, and the text of every Arrow type. */
@NullMarked
package io.amp4j.cli.output;

import org.jspecify.annotations.NullMarked;
