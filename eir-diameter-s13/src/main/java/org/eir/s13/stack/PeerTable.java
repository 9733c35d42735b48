package org.eir.s13.stack;

import org.jdiameter.api.Configuration;
import org.jdiameter.api.MetaData;
import org.jdiameter.client.api.IContainer;
import org.jdiameter.client.api.ISessionFactory;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jdiameter.common.api.statistic.IStatisticManager;
import org.jdiameter.server.api.IFsmFactory;
import org.jdiameter.server.api.INetwork;
import org.jdiameter.server.api.IOverloadManager;
import org.jdiameter.server.api.IRouter;
import org.jdiameter.server.api.io.ITransportLayerFactory;
import org.jdiameter.server.impl.MutablePeerTableImpl;

/** The stack's peers; forgets an accepted one when it is gone, which the stack never does. Made by the stack. */
public final class PeerTable extends MutablePeerTableImpl {
    /** The signature the stack looks for. */
    public PeerTable(
            Configuration config,
            MetaData metaData,
            IContainer stack,
            IRouter router,
            ISessionFactory sessionFactory,
            IFsmFactory fsmFactory,
            ITransportLayerFactory transportFactory,
            IMessageParser parser,
            INetwork network,
            IOverloadManager overloadManager,
            IStatisticManager statisticFactory,
            IConcurrentFactory concurrentFactory) {
        super(
                config,
                metaData,
                stack,
                router,
                sessionFactory,
                fsmFactory,
                transportFactory,
                parser,
                network,
                overloadManager,
                statisticFactory,
                concurrentFactory);
    }

    /** The next connection with this Origin-Host is a new peer's, with a state machine of its own. */
    void forget(String identity) {
        var peers = peerTable; // the stack drops it when it stops, while connections still end
        if (peers != null) {
            peers.remove(identity);
        }
    }
}
