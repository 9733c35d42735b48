package org.eir.map.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageGathererTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new MessageGatherer());

    @Test
    void whatIsFlushedTogetherIsWrittenAtOnceAndInItsOrder() {
        ChannelFuture first = channel.write(new byte[] {1, 2});
        ChannelFuture second = channel.write(new byte[] {3});
        assertThat(first.isDone()).isFalse();

        channel.flush();

        assertThat(written()).containsExactly(1, 2, 3);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(first.isSuccess()).isTrue();
        assertThat(second.isSuccess()).isTrue();
    }

    @Test
    void aFullBufferIsPassedOnAndWhatFollowsBeginsAnother() {
        byte[] half = filled(10_000, 1);
        byte[] more = filled(10_000, 2);
        byte[] longerThanABuffer = filled(60_000, 3);
        channel.write(half);
        channel.write(more);
        channel.write(longerThanABuffer);

        channel.flush();

        assertThat(written()).isEqualTo(half);
        assertThat(written()).isEqualTo(more);
        assertThat(written()).isEqualTo(longerThanABuffer);
    }

    @Test
    void whatWaitsWhenTheChannelClosesHasFailed() {
        ChannelFuture waiting = channel.write(new byte[] {1});

        channel.close();

        assertThat(waiting.isDone()).isTrue();
        assertThat(waiting.isSuccess()).isFalse();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    private static byte[] filled(int length, int with) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) with);
        return octets;
    }

    private byte[] written() {
        ByteBuf buffer = channel.readOutbound();
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }
}
