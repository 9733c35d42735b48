package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindCommandTest {
    private static final String FOUND = """
            {"sightings":[{"imei":"490154203237518","imsi":"26201**********","via":"s13","peer":"dra1","origin":"mme1.home",
             "realm":"home","firstSeen":"2026-11-20T08:00:00Z","lastSeen":"2026-11-23T10:00:00Z","verdict":"prohibited",
             "rule":"black-list"}],"truncated":false,"revision":7}""";

    private FakeRegister register;

    @BeforeEach
    void start() throws Exception {
        register = FakeRegister.start();
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void aSubscribersDevicesAreListedAndTheImsiIsInNoUrl() {
        register.says("POST /api/v1/subscribers/devices", 200, FOUND);

        Typed.Result result = find("--imsi", "262011234567890", "--reference", "FIR 12/2026");

        assertThat(result.out())
                .contains("IMEI             IMSI             VERDICT     LAST")
                .contains("490154203237518  26201**********  prohibited  2026-11-23T10:00:00Z");
        assertThat(result.exitCode()).isZero();
        assertThat(register.asked())
                .containsExactly(new FakeRegister.Asked(
                        "POST /api/v1/subscribers/devices",
                        "{\"reference\":\"FIR 12/2026\",\"imsi\":\"262011234567890\"}"));
    }

    @Test
    void aDevicesSubscribersAreListed() {
        register.says("POST /api/v1/subscribers/of-device", 200, FOUND);

        assertThat(find("--imei", "490154203237518", "--json").out()).contains("\"revision\"");
        assertThat(register.asked().getFirst().body()).isEqualTo("{\"imei\":\"490154203237518\"}");
    }

    @Test
    void whatWasNotSeenIsSaidSo() {
        register.says("POST /api/v1/subscribers/devices", 200, "{\"sightings\":[],\"truncated\":false,\"revision\":7}");

        assertThat(find("--imsi", "262011234567890").out()).isEqualTo("Not seen lately.\n");
    }

    @Test
    void oneOfTheTwoIsAskedForAndNotBoth() {
        assertThat(find().exitCode()).isEqualTo(2);
        assertThat(find("--imsi", "262011234567890", "--imei", "490154203237518")
                        .exitCode())
                .isEqualTo(2);
    }

    private Typed.Result find(String... arguments) {
        return Typed.at(register)
                .types(Stream.concat(Stream.of("find"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }
}
