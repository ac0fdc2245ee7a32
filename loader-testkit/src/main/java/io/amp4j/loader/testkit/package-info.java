/**
 * The loader contract as tests. A loader's tests extend each of the {@code …Contract} classes, and say in a {@link TestStore} where the store
 * is, how its rows are read back, and what it does not support.
 */
@NullMarked
package io.amp4j.loader.testkit;

import org.jspecify.annotations.NullMarked;
