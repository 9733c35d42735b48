package org.eir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears, at a socket like its own. */
class SystemdNoticeTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void everyNoticeIsADatagramOfItsOwn() throws Exception {
        String socket = directory.resolve("notify").toString();
        listen(socket);
        SystemdNotice systemd = SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket));

        systemd.status("starting: 10 000 000 entries – wait");
        systemd.ready("answering");
        systemd.stopping("taking leave");

        assertThat(next()).isEqualTo("STATUS=starting: 10 000 000 entries – wait");
        assertThat(next()).isEqualTo("READY=1\nSTATUS=answering");
        assertThat(next()).isEqualTo("STOPPING=1\nSTATUS=taking leave");
    }

    @Test
    void theSocketMayBeOutsideTheFileSystem() throws Exception {
        String name = "eir-test-" + ProcessHandle.current().pid();
        listen("\0" + name);

        SystemdNotice.of(Map.of("NOTIFY_SOCKET", "@" + name)).ready("answering");

        assertThat(next()).isEqualTo("READY=1\nSTATUS=answering");
    }

    @Test
    void aSystemdThatDoesNotListenHarmsNothing() {
        for (String socket : new String[] {directory.resolve("gone").toString(), "/" + "long".repeat(50)}) {
            assertThatCode(() ->
                            SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket)).ready("answering"))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void withoutSystemdNobodyIsTold() {
        assertThatCode(() -> SystemdNotice.of(Map.of()).ready("answering")).doesNotThrowAnyException();
    }

    private void listen(String socket) throws InterruptedException {
        new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        heard.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(socket))
                .sync();
    }

    private String next() throws InterruptedException {
        String notice = heard.poll(10, TimeUnit.SECONDS);
        assertThat(notice).as("a notice").isNotNull();
        return notice;
    }
}
