/** The {@code amp} command: its subcommands, exit codes and terminal manners. */
@NullMarked
package io.amp4j.cli;

import org.jspecify.annotations.NullMarked;
