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
    /** Stream for all that is not DATA (RFC 4666 clause 1.4.7). */
    int MANAGEMENT = -1;

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

    /** Adds what makes whole messages, octets, out of what the channel reads. */
    void addCutter(ChannelPipeline pipeline, int maxMessageBytes, LinkCounters counters);

    /**
     * A message as the channel writes it.
     *
     * @param sls what has the same value stays in sequence; {@link #MANAGEMENT} if it is no DATA
     */
    Object frame(Channel channel, byte[] message, int sls);

    /** Every address of the peer. */
    Set<InetSocketAddress> remoteAddresses(Channel channel);
}
