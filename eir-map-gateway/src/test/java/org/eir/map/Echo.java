package org.eir.map;

import java.util.function.BiConsumer;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.Msu;

/** Above M3UA: sends back what came. */
final class Echo implements BiConsumer<Msu, Adjacent> {
    @Override
    public void accept(Msu msu, Adjacent from) {
        from.send(new Msu(
                msu.dpc(),
                msu.opc(),
                msu.serviceIndicator(),
                msu.networkIndicator(),
                msu.priority(),
                msu.sls(),
                msu.userData()));
    }
}
