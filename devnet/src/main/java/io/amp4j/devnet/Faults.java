package io.amp4j.devnet;

import io.grpc.Status;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a devnet does wrong on purpose. Each call takes effect at once, on calls that run too. Thread-safe.
 */
public interface Faults {
    /**
     * Closes the connection, without any good-bye, once this many more bytes have been sent to clients. Happens once.
     *
     * @param bytes zero or more, of the TCP stream
     * @return this
     */
    Faults cutAfterBytes(long bytes);

    /**
     * Closes the connection, without any good-bye, once this many more {@code DoGet} messages have been sent. Happens once.
     *
     * @param messages zero or more
     * @return this
     */
    Faults cutAfterMessages(long messages);

    /**
     * Ends a {@code DoGet} with a status once this many more messages have been sent. Happens once.
     *
     * @param messages zero or more
     * @param status not OK
     * @return this
     */
    Faults failAfterMessages(long messages, Status status);

    /**
     * Answers the next calls, of whatever method, with a status.
     *
     * @param calls how many
     * @param status not OK
     * @return this
     */
    Faults failNext(int calls, Status status);

    /**
     * Waits before every call is answered.
     *
     * @param latency how long; zero ends it
     * @return this
     */
    Faults latencyPerCall(Duration latency);

    /**
     * Waits before every {@code DoGet} message.
     *
     * @param latency how long; zero ends it
     * @return this
     */
    Faults latencyPerMessage(Duration latency);

    /**
     * Changes the bytes of each {@code FlightData} message before it is sent.
     *
     * @param change gets the message in protobuf encoding and gives what is sent instead; the identity ends it
     * @return this
     */
    Faults rewriteMessages(UnaryOperator<byte[]> change);

    /**
     * Closes every connection now, without any good-bye.
     *
     * @return this
     */
    Faults cutNow();

    /**
     * Ends every fault that has not happened yet.
     *
     * @return this
     */
    Faults clear();
}
