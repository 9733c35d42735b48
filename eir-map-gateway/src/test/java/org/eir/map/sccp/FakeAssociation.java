package org.eir.map.sccp;

import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent on it. */
final class FakeAssociation implements Adjacent {
    final List<Msu> sent = new ArrayList<>();
    private final String name;
    private final Screen screen;

    FakeAssociation(String name, Screen screen) {
        this.name = name;
        this.screen = screen;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String network() {
        return "operator-a";
    }

    @Override
    public Screen screen() {
        return screen;
    }

    @Override
    public void send(Msu answer) {
        sent.add(answer);
    }

    /** What was sent, which is one message. */
    Msu onlySent() {
        if (sent.size() != 1) {
            throw new AssertionError("sent: " + sent);
        }
        return sent.getFirst();
    }
}
