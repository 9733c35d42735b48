package org.eir.map.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** What differs between TCP and SCTP. */
interface Carrier {
    /** {@code TCP} or {@code SCTP}. */
    String name();

    /** Listens; every accepted channel gets the initializer. */
    ChannelFuture listen(EventLoopGroup loops, List<InetAddress> local, int port, ChannelHandler initializer);

    /** Connects from the local addresses to the remote one. */
    ChannelFuture connect(
            EventLoopGroup loops,
            List<InetAddress> local,
            int localPort,
            InetSocketAddress remote,
            ChannelHandler initializer);

    /**
     * Adds what makes whole messages, octets, out of what the channel reads, and sends what {@link #frame} makes; returns
     * where DATA leaves it.
     */
    Outlet addCutter(ChannelPipeline pipeline, int maxMessageBytes, LinkCounters counters);

    /** A message that is no DATA, as the channel writes it. */
    Object frame(byte[] message);

    /** Every address of the peer. */
    Set<InetSocketAddress> remoteAddresses(Channel channel);
}
