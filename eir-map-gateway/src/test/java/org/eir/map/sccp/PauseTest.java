package org.eir.map.sccp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseTest {
    @Test
    void isOverOnceInItsLength() {
        long beginNs = Long.MAX_VALUE - 5;
        Pause pause = new Pause(10, beginNs);

        assertThat(pause.isOver(beginNs)).isTrue();
        assertThat(pause.isOver(beginNs)).isFalse();
        assertThat(pause.isOver(beginNs + 9)).as("nanoTime may overflow").isFalse();
        assertThat(pause.isOver(beginNs + 10)).isTrue();
        assertThat(pause.isOver(beginNs + 10)).isFalse();
    }
}
