package org.eir.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.eir.bench.support.Supervised;

/** A Netty server with nothing but a responder: about the least that a program on the JVM can spend on a request. */
public final class BareServer {
    private BareServer() {}

    /** Serves on a free port of loopback until the measurement ends, a responder of its own for each connection. */
    public static void serve(Supplier<ChannelHandler> responder) throws IOException, InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(responder.get());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Supervised.untilTheEnd(((InetSocketAddress) listening.localAddress()).getPort());
        loops.shutdownGracefully().sync();
    }
}
