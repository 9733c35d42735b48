package org.eir.map.link;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one link connected: tries the peer's addresses in turn, and waits longer after each failure. */
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final Link link;
    private final Carrier carrier;
    private final EventLoopGroup loops;
    private final List<InetAddress> local;
    private final ChannelHandler initializer;
    private final Backoff backoff;
    private final long lastedNs;
    private volatile long connectedNs;
    private boolean stopped;
    private int next;

    /**
     * @param lastedMs how long a connection must have been there for the next one to be tried without a longer wait
     */
    Connector(
            Link link,
            Carrier carrier,
            EventLoopGroup loops,
            List<InetAddress> local,
            ChannelHandler initializer,
            Backoff backoff,
            int lastedMs) {
        this.link = link;
        this.carrier = carrier;
        this.loops = loops;
        this.local = local;
        this.initializer = initializer;
        this.backoff = backoff;
        this.lastedNs = TimeUnit.MILLISECONDS.toNanos(lastedMs);
    }

    synchronized void connect() {
        if (stopped) {
            return;
        }
        InetAddress address = link.remotes().get(next++ % link.remotes().size());
        InetSocketAddress remote =
                new InetSocketAddress(address, link.association().remotePort());
        carrier.connect(loops, local, link.association().localPort(), remote, initializer)
                .addListener(done -> connected(done, remote));
    }

    private void connected(Future<?> done, InetSocketAddress remote) {
        if (done.isSuccess()) {
            connectedNs = System.nanoTime();
            return;
        }
        String sentence = "M3UA association {} cannot reach {}: {}";
        String why = String.valueOf(done.cause().getMessage());
        if (backoff.isSlowest()) {
            LOG.debug(sentence, link.name(), Link.text(remote), why);
        } else {
            LOG.warn(sentence, link.name(), Link.text(remote), why);
        }
        retry();
    }

    /** The connection it had is gone. */
    void lost() {
        if (System.nanoTime() - connectedNs > lastedNs) {
            backoff.reset();
        }
        retry();
    }

    private synchronized void retry() {
        if (stopped) {
            return;
        }
        try {
            loops.next().schedule(this::connect, backoff.nextMs(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("M3UA association {} is not tried again: the node stops", link.name());
        }
    }

    /** Nothing is begun any more when this returns, so that the event loops may end. */
    synchronized void stop() {
        stopped = true;
    }
}
