package org.eir.bench.map;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import org.eir.bench.load.BareServer;

/**
 * Answers every question with the same octets and reads nothing but the transaction identifier: about the least that a
 * program on the JVM can spend on a dialogue, and so what the register is compared with. Not an SS7 node.
 */
final class BareResponder {
    private BareResponder() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        BareServer.serve(Responder::new);
    }

    private static final class Responder extends ByteToMessageDecoder {
        private final byte[] permitted = Octets.answer();
        private final byte[] up = Octets.bare(Octets.ASP_UP_ACK);
        private final byte[] active = Octets.bare(Octets.ASP_ACTIVE_ACK);

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> none) {
            ByteBuf answers = context.alloc().directBuffer(1 << 14);
            while (in.readableBytes() >= Octets.HEADER) {
                int start = in.readerIndex();
                int length = in.getInt(start + Octets.LENGTH);
                if (in.readableBytes() < length) {
                    break;
                }
                switch (in.getShort(start + Octets.CLASS_AND_TYPE)) {
                    case Octets.DATA -> answer(answers, in.getInt(start + Octets.QUESTION_TRANSACTION));
                    case Octets.ASP_UP -> answers.writeBytes(up);
                    default -> answers.writeBytes(active);
                }
                in.skipBytes(length);
            }
            context.writeAndFlush(answers, context.voidPromise());
        }

        private void answer(ByteBuf answers, int transaction) {
            int start = answers.writerIndex();
            answers.writeBytes(permitted);
            answers.setInt(start + Octets.ANSWER_TRANSACTION, transaction);
        }
    }
}
