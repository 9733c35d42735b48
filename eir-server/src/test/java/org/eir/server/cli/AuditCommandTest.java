package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
    private static final String DEVICE = "GET /api/v1/audit/devices/490154203237518?";

    private FakeRegister register;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void theLifeOfADeviceIsATableOverAllPages() {
        register.says(DEVICE + "limit=500", 200, """
                {"imei":"49015420323751","next":"abc","events":[
                  {"revision":4,"recordedAt":"2026-11-01T08:30:00Z","operation":"addition","list":"black",
                   "subject":"49015420323751","source":"police","reason":"stolen","reference":"FIR 12/2026","actor":"jane",
                   "approver":null,"imported":{"id":3,"reference":"stolen.csv"}}]}
                """);
        register.says(DEVICE + "cursor=abc&limit=500", 200, """
                {"imei":"49015420323751","next":null,"events":[
                  {"revision":9,"recordedAt":"2026-11-02T08:30:00Z","operation":"withdrawal","list":"black",
                   "subject":"49015420323751","source":"police","reason":"recovered","reference":null,"actor":"joe",
                   "approver":"boss","imported":null}]}
                """);

        assertThat(Typed.at(register)
                        .types("audit", "device", "490154203237518")
                        .out())
                .isEqualTo("""
                        REVISION  RECORDEDAT            OPERATION   LIST   SUBJECT         SOURCE  REASON     REFERENCE    ACTOR  APPROVER  IMPORT
                        4         2026-11-01T08:30:00Z  addition    black  49015420323751  police  stolen     FIR 12/2026  jane             3 (stolen.csv)
                        9         2026-11-02T08:30:00Z  withdrawal  black  49015420323751  police  recovered               joe    boss
                        """);
    }

    @Test
    void ofADeviceThatNobodyListedThereIsNothingToTell() {
        register.says(DEVICE + "limit=500", 200, "{\"imei\":\"49015420323751\",\"next\":null,\"events\":[]}");

        assertThat(Typed.at(register)
                        .types("audit", "device", "490154203237518")
                        .out())
                .isEqualTo("Nothing was ever said of this device.\n");
    }

    @Test
    void statisticsAreATableOfWhatIsKnown() {
        register.says("GET /api/v1/statistics/effectiveness?by=reason&from=2026-11-01", 200, """
                {"from":"2026-11-01","to":"2026-11-30","truncated":false,"figures":[
                  {"day":null,"list":null,"reason":"stolen","source":null,"origin":null,"blocked":12,"blockedRanges":0,
                   "neverSeenAgain":9,"reportToBlockMedianS":86400.5,"reportToBlockP95S":null,"recordToBlockMedianS":null,
                   "recordToBlockP95S":null,"recovered":3,"mistakes":1,"rolledBack":0,"otherwiseUnblocked":0,"attempts":40,
                   "attemptedDevices":3}]}
                """);

        assertThat(Typed.at(register)
                        .types("statistics", "--from", "2026-11-01", "--by", "reason")
                        .out())
                .isEqualTo("""
                        REASON  BLOCKED  NEVERSEENAGAIN  REPORTTOBLOCKMEDIANS  RECOVERED  MISTAKES  ATTEMPTS  ATTEMPTEDDEVICES
                        stolen  12       9               86400.5               3          1         40        3
                        """);
    }
}
