package org.eir.map.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageGathererTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MessageGatherer gatherer = new MessageGatherer(new LinkCounters(meters));
    private final EmbeddedChannel channel = new EmbeddedChannel(gatherer);

    private double unsent() {
        return meters.get("eir.map.m3ua.dropped")
                .tag("reason", "answer-unsent")
                .counter()
                .count();
    }

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
    void answersGoOutAmongTheOthersAndWithoutAPromise() {
        gatherer.add(new byte[] {1});
        ChannelFuture between = channel.write(new byte[] {2});
        gatherer.add(new byte[] {3});

        channel.flush();

        assertThat(written()).containsExactly(1, 2, 3);
        assertThat(between.isSuccess()).isTrue();
        assertThat(unsent()).isZero();
    }

    @Test
    void answersThatTheChannelDidNotSendAreCounted() {
        gatherer.add(new byte[] {1});
        channel.write(new byte[] {2});
        gatherer.add(new byte[] {3});

        channel.close();
        gatherer.add(new byte[] {4});

        assertThat(unsent()).isEqualTo(3);
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
