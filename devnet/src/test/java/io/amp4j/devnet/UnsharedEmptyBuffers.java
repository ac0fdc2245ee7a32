package io.amp4j.devnet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;

/**
 * An allocator for Arrow's own Flight client. An allocator's empty buffer is one for all, and Arrow 19's vectors without values move its
 * writer index while the client's network thread receives an empty body into it: a message after them then fails now and then
 * ("writerIndex(4) + length(0) exceeds capacity(0)"). Here what is asked to be empty is a buffer of its own.
 */
final class UnsharedEmptyBuffers {
    private UnsharedEmptyBuffers() {}

    static BufferAllocator over(BufferAllocator allocator) {
        return (BufferAllocator) Proxy.newProxyInstance(
                BufferAllocator.class.getClassLoader(),
                new Class<?>[] {BufferAllocator.class},
                (proxy, method, arguments) -> call(allocator, method, arguments));
    }

    private static Object call(BufferAllocator allocator, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("buffer") && arguments[0].equals(0L)) {
            return new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);
        }
        try {
            Object answer = method.invoke(allocator, arguments);
            return method.getName().equals("newChildAllocator") ? over((BufferAllocator) answer) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
