package org.eir.map;

import org.eir.map.MapConfig.ScreenedOut;
import org.eir.map.check.Asker;
import org.eir.map.check.CheckImeiService;
import org.eir.map.sccp.TcapUser;
import org.jspecify.annotations.Nullable;

/**
 * CheckIMEI above SCCP.
 *
 * @param service answers
 * @param screenedOut what somebody who may not ask is told
 */
record MapUser(CheckImeiService service, ScreenedOut screenedOut) implements TcapUser {
    @Override
    public byte @Nullable [] answer(byte[] message, Asker asker) {
        return service.answer(message, asker);
    }

    @Override
    public byte @Nullable [] refuse(byte[] message, Asker asker) {
        return screenedOut == ScreenedOut.DISCARD ? null : service.refuse(message, asker);
    }
}
