package org.eir.map.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** M3UA straight on TCP, where a kernel has no SCTP: messages one after the other, each as long as its header says. */
final class TcpCarrier implements Carrier {
    private static final int BACKLOG = 128;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    @Override
    public String name() {
        return "TCP";
    }

    @Override
    public ChannelFuture listen(EventLoopGroup loops, List<InetAddress> local, int port, ChannelHandler initializer) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(initializer)
                .bind(local.getFirst(), port);
    }

    @Override
    public ChannelFuture connect(
            EventLoopGroup loops,
            List<InetAddress> local,
            int localPort,
            InetSocketAddress remote,
            ChannelHandler initializer) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(initializer)
                .connect(remote, new InetSocketAddress(local.getFirst(), localPort));
    }

    @Override
    public Outlet addCutter(ChannelPipeline pipeline, int maxMessageBytes, LinkCounters counters) {
        MessageGatherer gatherer = new MessageGatherer(counters);
        pipeline.addLast(gatherer, new MessageCutter(maxMessageBytes, counters));
        return (message, sls) -> gatherer.add(message);
    }

    @Override
    public Object frame(byte[] message) {
        return message;
    }

    @Override
    public Set<InetSocketAddress> remoteAddresses(Channel channel) {
        return Set.of((InetSocketAddress) channel.remoteAddress());
    }
}
