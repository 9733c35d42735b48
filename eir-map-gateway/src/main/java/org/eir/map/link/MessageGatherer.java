package org.eir.map.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers M3UA messages for a TCP stream and writes them as one buffer when they are flushed: the answers of one read go out
 * together, and a buffer and a write for each would cost more than finding them. What waits here is at most one buffer; what
 * is full goes on to the channel, whose high-water mark stops the reading.
 */
final class MessageGatherer extends ChannelOutboundHandlerAdapter {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final List<ChannelPromise> promises = new ArrayList<>();
    private @Nullable ByteBuf gathered;

    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
        byte[] message = (byte[]) written;
        if (gathered != null && gathered.writableBytes() < message.length) {
            pass(context);
        }
        if (gathered == null) {
            gathered = context.alloc().ioBuffer(Math.max(BUFFER_BYTES, message.length));
        }
        gathered.writeBytes(message);
        promises.add(promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        pass(context);
        context.flush();
    }

    /** The channel is closed: it releases the buffer and fails the promises. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pass(context);
    }

    private void pass(ChannelHandlerContext context) {
        if (gathered != null) {
            ChannelPromise[] all = promises.toArray(ChannelPromise[]::new);
            promises.clear();
            ByteBuf buffer = gathered;
            gathered = null;
            context.write(buffer).addListener(new PromiseNotifier<>(false, all));
        }
    }
}
