package org.eir.bench.s13;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import org.eir.bench.load.BareServer;
import org.eir.bench.load.Tally;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;

/**
 * Answers every question with the same octets and reads nothing but the identifiers: about the least that a program on
 * the JVM can spend on a Diameter request, and so what the register is compared with. Not a Diameter node.
 */
final class NettyServer {
    private NettyServer() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        BareServer.serve(Responder::new);
    }

    private static final class Responder extends ByteToMessageDecoder {
        private static final int IDENTIFIERS = 12;

        private final byte[] capabilities = capabilities();
        private final byte[] permitted = permitted();

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> none) {
            ByteBuf answers = context.alloc().directBuffer(1 << 14);
            while (in.readableBytes() >= Header.LENGTH) {
                int start = in.readerIndex();
                int length = in.getUnsignedMedium(start + 1);
                if (in.readableBytes() < length) {
                    break;
                }
                boolean asks = in.getUnsignedMedium(start + 5) == Header.ME_IDENTITY_CHECK;
                int answer = answers.writerIndex();
                answers.writeBytes(asks ? permitted : capabilities);
                answers.setLong(answer + IDENTIFIERS, in.getLong(start + IDENTIFIERS));
                in.skipBytes(length);
            }
            context.writeAndFlush(answers, context.voidPromise());
        }

        private static byte[] permitted() {
            MessageWriter answer = new MessageWriter(
                            Header.PROXIABLE, Header.ME_IDENTITY_CHECK, Header.S13_APPLICATION, 0, 0)
                    .avp(Avp.SESSION_ID, "mme.bench.example.org;0000000000;s13");
            int application = answer.begin(Avp.VENDOR_SPECIFIC_APPLICATION_ID);
            answer.avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP)
                    .avp(Avp.AUTH_APPLICATION_ID, Header.S13_APPLICATION)
                    .end(application);
            return origin(answer.avp(Avp.RESULT_CODE, 2001).avp(Avp.AUTH_SESSION_STATE, Avp.NO_STATE_MAINTAINED))
                    .avp3gpp(Avp.EQUIPMENT_STATUS, Tally.PERMITTED)
                    .octets();
        }

        private static byte[] capabilities() {
            return origin(new MessageWriter(0, Header.CAPABILITIES_EXCHANGE, Header.BASE_APPLICATION, 0, 0)
                            .avp(Avp.RESULT_CODE, 2001))
                    .octets();
        }

        private static MessageWriter origin(MessageWriter answer) {
            return answer.avp(Avp.ORIGIN_HOST, GatewayServer.HOST).avp(Avp.ORIGIN_REALM, GatewayServer.REALM);
        }
    }
}
