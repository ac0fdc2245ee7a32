/** Devnet for JUnit Jupiter: a server per test class or per test. */
@NullMarked
package io.amp4j.devnet.junit;

import org.jspecify.annotations.NullMarked;
