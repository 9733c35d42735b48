package org.eir.map.link;

import com.sun.nio.sctp.AssociationChangeNotification;
import com.sun.nio.sctp.AssociationChangeNotification.AssocChangeEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.sctp.SctpMessage;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.eir.map.link.LinkCounters.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes whole M3UA messages out of what SCTP delivers, which hands a long message over in parts. */
final class SctpJoiner extends MessageToMessageDecoder<SctpMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(SctpJoiner.class);

    private final int maxMessageBytes;
    private final LinkCounters counters;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean ended;

    SctpJoiner(int maxMessageBytes, LinkCounters counters) {
        super(SctpMessage.class);
        this.maxMessageBytes = maxMessageBytes;
        this.counters = counters;
    }

    @Override
    protected void decode(ChannelHandlerContext context, SctpMessage part, List<Object> out) {
        ByteBuf content = part.content();
        if (ended || begun.size() + content.readableBytes() > maxMessageBytes) {
            end(context);
            return;
        }
        byte[] octets = new byte[content.readableBytes()];
        content.readBytes(octets);
        if (part.isComplete() && begun.size() == 0) {
            out.add(octets);
            return;
        }
        begun.writeBytes(octets);
        if (part.isComplete()) {
            out.add(begun.toByteArray());
            begun.reset();
        }
    }

    private void end(ChannelHandlerContext context) {
        if (!ended) {
            ended = true;
            begun.reset();
            counters.ended(End.BAD_LENGTH);
            LOG.warn(
                    "The SCTP association with {} is closed: a message is longer than {} octets",
                    context.channel().remoteAddress(),
                    maxMessageBytes);
            context.close();
        }
    }

    /** SCTP tells of a peer that is gone, or that began anew, in between the messages. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof AssociationChangeNotification change) {
            AssocChangeEvent what = change.event();
            if (what == AssocChangeEvent.RESTART) {
                begun.reset();
                context.fireUserEventTriggered(Connection.RESTARTED);
            } else if (what != AssocChangeEvent.COMM_UP) {
                context.close();
            }
        } else {
            super.userEventTriggered(context, event);
        }
    }
}
