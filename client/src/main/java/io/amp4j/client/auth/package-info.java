/** Logins: how one is made, kept in a file that Amp's command-line tools share, renewed and ended. */
@NullMarked
package io.amp4j.client.auth;

import org.jspecify.annotations.NullMarked;
