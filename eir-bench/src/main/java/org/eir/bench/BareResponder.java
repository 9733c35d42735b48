package org.eir.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;

/**
 * The least a Netty program can do for a Diameter request: find its end, and send constant octets with its identifiers.
 * It reads nothing and looks nothing up; what it reaches is the ceiling. Its port is its argument.
 */
final class BareResponder extends ByteToMessageDecoder {
    private static final int HEADER_BYTES = 20;
    private static final int IDENTIFIERS_AT = 12;
    private static final byte[] CAPABILITIES = answer(Header.CAPABILITIES_EXCHANGE, Header.BASE_APPLICATION);
    private static final byte[] IDENTITY_CHECK = answer(Header.ME_IDENTITY_CHECK, Header.S13_APPLICATION);

    private BareResponder() {}

    private static byte[] answer(int command, int application) {
        return new MessageWriter(Header.PROXIABLE, command, application, 0, 0)
                .avp(Avp.SESSION_ID, "mme.bench.example.org;1;s13")
                .avp(Avp.RESULT_CODE, 2001)
                .avp(Avp.AUTH_SESSION_STATE, Avp.NO_STATE_MAINTAINED)
                .avp(Avp.ORIGIN_HOST, S13Load.REGISTER_HOST)
                .avp(Avp.ORIGIN_REALM, S13Load.REGISTER_REALM)
                .octets();
    }

    public static void main(String[] arguments) throws InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new BareResponder());
                    }
                });
        server.bind("127.0.0.1", Integer.parseInt(arguments[0])).sync();
        System.out.println("READY " + arguments[0]);
        Thread.currentThread().join();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.readableBytes() >= HEADER_BYTES) {
            int length = in.getUnsignedMedium(in.readerIndex() + 1);
            if (in.readableBytes() < length) {
                return;
            }
            boolean isCheck = in.getUnsignedMedium(in.readerIndex() + 5) == Header.ME_IDENTITY_CHECK;
            byte[] constant = isCheck ? IDENTITY_CHECK : CAPABILITIES;
            ByteBuf answer = context.alloc().buffer(constant.length).writeBytes(constant);
            answer.setBytes(IDENTIFIERS_AT, in, in.readerIndex() + IDENTIFIERS_AT, 8);
            context.write(answer);
            in.skipBytes(length);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        context.fireChannelReadComplete();
    }
}
