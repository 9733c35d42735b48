package org.eir.map.link;

import org.eir.map.m3ua.PayloadData;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.Screen;

/**
 * One application server's traffic on one connection. Answers carry the routing context the question had, or none if it
 * had none.
 */
final class Route implements Adjacent {
    private final Connection connection;
    private final AspTraffic traffic;
    private final long routingContext;

    Route(Connection connection, AspTraffic traffic, long routingContext) {
        this.connection = connection;
        this.traffic = traffic;
        this.routingContext = routingContext;
    }

    long routingContext() {
        return routingContext;
    }

    boolean flows() {
        return traffic.flows();
    }

    @Override
    public String name() {
        return connection.link().name();
    }

    @Override
    public String network() {
        return connection.link().association().network();
    }

    @Override
    public Screen screen() {
        return connection.link().screen();
    }

    @Override
    public void send(Msu answer) {
        connection.sendData(PayloadData.write(answer, routingContext), answer.sls());
    }
}
