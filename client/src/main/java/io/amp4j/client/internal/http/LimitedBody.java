package io.amp4j.client.internal.http;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's bytes, up to a limit: a peer that sends without end is cut off. */
final class LimitedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final long limit;
    private long received;
    private Flow.@Nullable Subscription subscription;

    LimitedBody(long limit) {
        this.limit = limit;
        all.getBody().whenComplete((bytes, error) -> {
            if (error == null) {
                body.complete(bytes);
            } else {
                body.completeExceptionally(error);
            }
        });
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        all.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received <= limit) {
            all.onNext(buffers);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        body.completeExceptionally(
                new AmpException(ClientError.MESSAGE_TOO_LARGE, "the answer has more than " + limit + " bytes"));
    }

    @Override
    public void onError(Throwable error) {
        all.onError(error);
    }

    @Override
    public void onComplete() {
        all.onComplete();
    }
}
