package org.eir.map.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.eir.map.link.LinkCounters.End;
import org.eir.map.m3ua.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a TCP stream into M3UA messages. One for each connection, so that nothing of a message begun on one connection is
 * left for the next. Memory is bounded by the longest message allowed: a header that promises more, or that is none, ends
 * the connection before anything is kept for it, because no later octet is known to begin a message.
 */
final class MessageCutter extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(MessageCutter.class);
    private static final int LENGTH_OFFSET = 4;

    private final int maxMessageBytes;
    private final LinkCounters counters;
    private boolean ended;

    MessageCutter(int maxMessageBytes, LinkCounters counters) {
        this.maxMessageBytes = maxMessageBytes;
        this.counters = counters;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (ended) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.getByte(in.readerIndex()) != Header.VERSION) {
            end(context, in, End.BAD_VERSION);
            return;
        }
        if (in.readableBytes() < Header.LENGTH) {
            return;
        }
        int length = in.getInt(in.readerIndex() + LENGTH_OFFSET);
        if (length < Header.LENGTH || length > maxMessageBytes) {
            end(context, in, End.BAD_LENGTH);
            return;
        }
        if (in.readableBytes() >= length) {
            byte[] message = new byte[length];
            in.readBytes(message);
            out.add(message);
        }
    }

    private void end(ChannelHandlerContext context, ByteBuf in, End reason) {
        ended = true;
        in.skipBytes(in.readableBytes());
        counters.ended(reason);
        LOG.warn(
                "The M3UA connection with {} is closed: what it sends is no M3UA ({})",
                context.channel().remoteAddress(),
                reason);
        context.close();
    }
}
