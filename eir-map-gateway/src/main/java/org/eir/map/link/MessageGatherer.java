package org.eir.map.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.ArrayList;
import java.util.List;
import org.eir.map.link.LinkCounters.Drop;
import org.jspecify.annotations.Nullable;

/**
 * Gathers M3UA messages for a TCP stream and writes them as one buffer when they are flushed: the answers of one read go out
 * together, and a buffer, a write and a promise for each would cost more than finding them. What waits here is at most one
 * buffer; what is full goes on to the channel, whose high-water mark stops the reading.
 */
final class MessageGatherer extends ChannelOutboundHandlerAdapter {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final LinkCounters counters;
    private final List<ChannelPromise> promises = new ArrayList<>();
    private @Nullable ChannelHandlerContext place;
    private @Nullable ByteBuf gathered;
    private int answers;

    MessageGatherer(LinkCounters counters) {
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    /** Takes an answer without a promise: it is sent with the next flush, or counted as unsent. On the event loop. */
    void add(byte[] answer) {
        ChannelHandlerContext context = place;
        if (context == null) {
            counters.dropped(Drop.ANSWER_UNSENT);
        } else {
            gather(context, answer);
            answers++;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
        gather(context, (byte[]) written);
        promises.add(promise);
    }

    private void gather(ChannelHandlerContext context, byte[] message) {
        if (gathered != null && gathered.writableBytes() < message.length) {
            pass(context);
        }
        if (gathered == null) {
            gathered = context.alloc().ioBuffer(Math.max(BUFFER_BYTES, message.length));
        }
        gathered.writeBytes(message);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        pass(context);
        context.flush();
    }

    /** The channel is closed: it releases the buffer, and what it held has failed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pass(context);
        place = null;
    }

    private void pass(ChannelHandlerContext context) {
        if (gathered == null) {
            return;
        }
        ByteBuf buffer = gathered;
        int unsent = answers;
        gathered = null;
        answers = 0;
        ChannelFuture written = context.write(buffer).addListener(done -> {
            if (!done.isSuccess()) {
                counters.dropped(Drop.ANSWER_UNSENT, unsent);
            }
        });
        if (!promises.isEmpty()) {
            written.addListener(new PromiseNotifier<>(false, promises.toArray(ChannelPromise[]::new)));
            promises.clear();
        }
    }
}
