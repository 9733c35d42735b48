package org.eir.map.link;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.sctp.SctpChannelOption;
import io.netty.channel.sctp.SctpMessage;
import io.netty.channel.sctp.SctpServerChannel;
import io.netty.channel.sctp.nio.NioSctpChannel;
import io.netty.channel.sctp.nio.NioSctpServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eir.map.link.LinkCounters.Drop;
import org.jspecify.annotations.Nullable;

/**
 * M3UA on SCTP (RFC 4666 clause 1.4.7): messages keep their borders, DATA goes by its SLS on the streams from 1 on, all
 * else on stream 0, and an association has as many paths as both ends have addresses.
 */
final class SctpCarrier implements Carrier {
    /** Stream 0 and one for each SLS of four bits (Q.704 clause 2.2.4). */
    private static final int STREAMS = 17;

    /** M3UA's, in network byte order on the wire (RFC 4666 clause 7.1). */
    private static final int PAYLOAD_PROTOCOL_ID = 3;

    /** For all that is not DATA (RFC 4666 clause 1.4.7). */
    private static final int MANAGEMENT_STREAM = 0;

    private static final int BACKLOG = 128;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** Why this machine has no SCTP; null if it has. */
    static @Nullable String unavailable() {
        try {
            SctpChannel.open().close();
            return null;
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    @Override
    public String name() {
        return "SCTP";
    }

    @Override
    public ChannelFuture listen(EventLoopGroup loops, List<InetAddress> local, int port, ChannelHandler initializer) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioSctpServerChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(SctpChannelOption.SCTP_INIT_MAXSTREAMS, InitMaxStreams.create(STREAMS, STREAMS))
                .childOption(SctpChannelOption.SCTP_NODELAY, true)
                .childHandler(initializer)
                .bind(local.getFirst(), port);
        SctpServerChannel channel = (SctpServerChannel) bound.channel();
        return bindFurther(bound, local, channel::bindAddress);
    }

    @Override
    public ChannelFuture connect(
            EventLoopGroup loops,
            List<InetAddress> local,
            int localPort,
            InetSocketAddress remote,
            ChannelHandler initializer) {
        ChannelFuture bound = new Bootstrap()
                .group(loops)
                .channel(NioSctpChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(SctpChannelOption.SCTP_INIT_MAXSTREAMS, InitMaxStreams.create(STREAMS, STREAMS))
                .option(SctpChannelOption.SCTP_NODELAY, true)
                .handler(initializer)
                .bind(local.getFirst(), localPort);
        NioSctpChannel channel = (NioSctpChannel) bound.channel();
        return after(bindFurther(bound, local, channel::bindAddress), () -> channel.connect(remote));
    }

    /** Adds the other addresses, one after the other. */
    private static ChannelFuture bindFurther(
            ChannelFuture bound, List<InetAddress> local, Function<InetAddress, ChannelFuture> bind) {
        ChannelFuture last = bound;
        for (InetAddress further : local.subList(1, local.size())) {
            last = after(last, () -> bind.apply(further));
        }
        return last;
    }

    /** The second step, once the first is done; a failure of either closes the channel and is the result. */
    private static ChannelFuture after(ChannelFuture first, Supplier<ChannelFuture> second) {
        ChannelPromise result = first.channel().newPromise();
        first.addListener(done -> {
            if (done.isSuccess()) {
                second.get().addListener(then -> settle(result, then.cause()));
            } else {
                settle(result, done.cause());
            }
        });
        return result;
    }

    private static void settle(ChannelPromise result, @Nullable Throwable cause) {
        if (cause == null) {
            result.setSuccess();
        } else {
            result.setFailure(cause);
            result.channel().close();
        }
    }

    @Override
    public Outlet addCutter(ChannelPipeline pipeline, int maxMessageBytes, LinkCounters counters) {
        pipeline.addLast(new SctpJoiner(maxMessageBytes, counters));
        ChannelFutureListener unsent = written -> {
            if (!written.isSuccess()) {
                counters.dropped(Drop.ANSWER_UNSENT);
            }
        };
        return (message, sls) -> pipeline.write(frame(message, dataStream(pipeline.channel(), sls)))
                .addListener(unsent);
    }

    @Override
    public Object frame(byte[] message) {
        return frame(message, MANAGEMENT_STREAM);
    }

    private static SctpMessage frame(byte[] message, int stream) {
        return new SctpMessage(PAYLOAD_PROTOCOL_ID, stream, Unpooled.wrappedBuffer(message));
    }

    private static int dataStream(Channel channel, int sls) {
        var association = ((io.netty.channel.sctp.SctpChannel) channel).association();
        int streams = association == null ? 1 : association.maxOutboundStreams();
        return streams <= 1 ? MANAGEMENT_STREAM : 1 + sls % (streams - 1);
    }

    @Override
    public Set<InetSocketAddress> remoteAddresses(Channel channel) {
        return ((io.netty.channel.sctp.SctpChannel) channel).allRemoteAddresses();
    }
}
