/** What the parts of the testkit share; not for others. */
@NullMarked
package io.amp4j.loader.testkit.internal;

import org.jspecify.annotations.NullMarked;
