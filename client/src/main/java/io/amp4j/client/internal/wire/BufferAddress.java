package io.amp4j.client.internal.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a direct buffer's memory is. Java tells it from 22 on, by its foreign memory API; before, only {@code Unsafe} does. Both are
 * reached by name: the one is newer than what this is compiled for, the other no API that a compiler lets pass. Neither needs a JVM flag.
 */
final class BufferAddress {
    private static final Logger LOG = LoggerFactory.getLogger(BufferAddress.class);
    private static final int FOREIGN_MEMORY = 22;
    /** From a direct buffer to the address of its position zero, or null if this JVM does not tell. */
    private static final @Nullable MethodHandle BASE = find();

    private BufferAddress() {}

    /** Whether {@link #of} can be asked. */
    static boolean isKnown() {
        return BASE != null;
    }

    /** The address of the next byte that a direct buffer would give. */
    static long of(ByteBuffer direct) {
        if (BASE == null || !direct.isDirect()) {
            throw new IllegalArgumentException("no address is known for " + direct);
        }
        try {
            return (long) BASE.invokeExact(direct) + direct.position();
        } catch (Throwable e) {
            throw new IllegalStateException("the address of a buffer cannot be read", e);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            MethodHandle base = Runtime.version().feature() >= FOREIGN_MEMORY ? foreign() : unsafe();
            return base.asType(MethodType.methodType(long.class, ByteBuffer.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("messages are copied through the heap", e);
            return null;
        }
    }

    private static MethodHandle foreign() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandle ofBuffer = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
        MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
        // A segment begins at the buffer's position: a duplicate stands at zero.
        MethodHandle rewound =
                lookup.findVirtual(ByteBuffer.class, "duplicate", MethodType.methodType(ByteBuffer.class));
        MethodHandle clear = lookup.findVirtual(ByteBuffer.class, "clear", MethodType.methodType(ByteBuffer.class));
        MethodHandle whole = MethodHandles.filterReturnValue(rewound, clear);
        MethodHandle base = MethodHandles.filterReturnValue(ofBuffer, address);
        return MethodHandles.filterReturnValue(whole, base.asType(MethodType.methodType(long.class, ByteBuffer.class)));
    }

    private static MethodHandle unsafe() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodType offsetType = MethodType.methodType(long.class, Field.class);
        MethodType getType = MethodType.methodType(long.class, Object.class, long.class);
        Field address = Buffer.class.getDeclaredField("address");
        Object offset =
                type.getMethod("objectFieldOffset", offsetType.parameterArray()).invoke(unsafe, address);
        MethodHandle getLong = lookup.findVirtual(type, "getLong", getType).bindTo(unsafe);
        return MethodHandles.insertArguments(getLong, 1, offset);
    }
}
