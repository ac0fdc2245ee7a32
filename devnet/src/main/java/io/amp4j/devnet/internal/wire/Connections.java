package io.amp4j.devnet.internal.wire;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelOutboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The TCP connections of the server, so that they can be cut below HTTP/2, in the middle of a frame. */
@SuppressWarnings("FutureReturnValueIgnored") // a handler's caller watches the promise that it passed in
final class Connections {
    private final Set<ChannelHandlerContext> open = ConcurrentHashMap.newKeySet();
    private long budget = Long.MAX_VALUE;

    synchronized void cutAfter(long bytes) {
        budget = bytes;
    }

    /** Below gRPC's own handler, which would wait for its streams. */
    void cutAll() {
        open.forEach(ChannelHandlerContext::close);
    }

    /** A listening socket that watches what it accepts. */
    NioServerSocketChannel listener() {
        return new Listener();
    }

    /** How many of these bytes may still be sent; fewer than asked means that the connection is to be cut behind them. */
    private synchronized int take(int bytes) {
        if (budget == Long.MAX_VALUE) {
            return bytes;
        }
        if (bytes <= budget) {
            budget -= bytes;
            return bytes;
        }
        int last = (int) budget;
        budget = Long.MAX_VALUE;
        return last;
    }

    private final class Listener extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            for (Object each : accepted) {
                ((Channel) each).pipeline().addFirst(new Cutter());
            }
            return count;
        }
    }

    /** Stands last before the socket and counts. */
    private final class Cutter extends ChannelOutboundHandlerAdapter {
        private boolean cut;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            open.add(context);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            open.remove(context);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (cut) {
                ReferenceCountUtil.release(message);
                promise.tryFailure(new CutException());
                return;
            }
            if (!(message instanceof ByteBuf bytes)) {
                context.write(message, promise);
                return;
            }
            int allowed = take(bytes.readableBytes());
            if (allowed == bytes.readableBytes()) {
                context.write(message, promise);
                return;
            }
            cut = true;
            ByteBuf last = bytes.readRetainedSlice(allowed);
            bytes.release();
            promise.tryFailure(new CutException());
            context.writeAndFlush(last).addListener(written -> context.close());
        }
    }
}
