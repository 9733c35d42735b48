package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "start-dev",
                "start",
                "check",
                "list",
                "list add",
                "list correct",
                "list withdraw",
                "list show",
                "block",
                "unblock",
                "entries",
                "device",
                "device form",
                "device show",
                "device dissolve",
                "import",
                "find",
                "keys",
                "keys create",
                "keys list",
                "keys revoke",
                "whoami",
                "approvals",
                "approvals list",
                "approvals show",
                "approvals approve",
                "approvals reject",
                "peers",
                "status",
                "config",
                "config check",
                "config print",
                "version"
            })
    void everyCommandHasHelpWithAnExampleAndJson(String command) {
        Typed.Result result = new Typed().types((command + " --help").strip().split(" "));

        assertThat(result.out()).contains("Example:\n  eir " + command.strip()).contains("--json");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chekc 490154203237518",
                "check",
                "check 1 2",
                "list",
                "list add brown 1 --reason stolen --reference x",
                "list add black 1 --reference x",
                "list withdraw seven --reason mistake --reference x",
                "list withdraw 7 --reason corrected --reference x",
                "block 1 --reference x",
                "unblock 1 --reason stolen --reference x",
                "entries --list brown",
                "device form 356938035643809",
                "import x.csv",
                "approvals approve seven",
                "approvals reject 7",
                "start",
                "status --verbose"
            })
    void wrongUsageExitsWithTwoAndPrintsNoResult(String command) {
        Typed.Result result = new Typed().types(command.isEmpty() ? new String[0] : command.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isNotEmpty();
    }

    @Test
    void aMistypedCommandSuggestsTheRightOne() {
        assertThat(new Typed().types("chekc").err()).contains("Did you mean: eir check");
    }

    @Test
    void aChangeThatWaitsSaysWhyAndASecondPersonDecides() throws IOException {
        String proposal = """
                {"id":7,"state":"%s","operation":"add-entry","about":"35693803 in the black list",
                 "requester":"admin","reasons":[{"text":"it has an entry that covers 1,000,000 identities"}],
                 "request":{"path":{},"query":"","body":{"list":"black"}},"decision":null,"revision":%s,"outcome":%s}""";
        try (FakeRegister register = FakeRegister.start()) {
            register.says("POST /api/v1/entries", 202, proposal.formatted("pending", "null", "null"));
            register.says(
                    "GET /api/v1/approvals?limit=200&state=pending",
                    200,
                    "{\"approvals\":[" + proposal.formatted("pending", "null", "null") + "],\"next\":null}");
            register.says("GET /api/v1/approvals/7", 200, proposal.formatted("pending", "null", "null"));
            register.says("POST /api/v1/approvals/7/approve", 200, proposal.formatted("done", "12", "null"));
            register.says(
                    "POST /api/v1/approvals/7/approve",
                    200,
                    proposal.formatted("failed", "null", "\"The entry was withdrawn before.\""));
            register.says("POST /api/v1/approvals/7/reject", 200, proposal.formatted("rejected", "null", "null"));

            Typed.Result waiting =
                    Typed.at(register).types("list add black 35693803 --reason lost --reference x".split(" "));
            Typed.Result list = Typed.at(register).types("approvals", "list");
            Typed.Result show = Typed.at(register).types("approvals", "show", "7");
            Typed.Result approved = Typed.at(register).types("approvals", "approve", "7");
            Typed.Result failed = Typed.at(register).types("approvals", "approve", "7");
            Typed.Result rejected = Typed.at(register).types("approvals", "reject", "7", "--reason", "no");

            assertThat(waiting.out()).contains("proposal 7", "covers 1,000,000 identities", "eir approvals approve 7");
            assertThat(list.out()).contains("35693803 in the black list").contains("admin");
            assertThat(show.out()).contains("requester  admin").contains("list       black");
            assertThat(approved.out()).contains("since revision 12");
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.err()).contains("The entry was withdrawn before.");
            assertThat(rejected.out()).contains("Nothing changed");
            assertThat(register.asked().getLast().body()).isEqualTo("{\"reason\":\"no\"}");
        }
    }

    @Test
    void anEntryIsAddedAndWithdrawn() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says("POST /api/v1/entries", 201, "{\"id\":7,\"revision\":5}");
            register.says("POST /api/v1/entries/7/withdraw", 200, """
                    {"id":7,"revision":5,"withdrawn":{"revision":6,"at":"2026-11-23T10:00:00Z","reason":"recovered"}}
                    """);

            Typed.Result added = Typed.at(register)
                    .types("list add black 356938035643809 --reason court-order --reference FIR".split(" "));
            Typed.Result withdrawn =
                    Typed.at(register).types("list withdraw 7 --reason recovered --reference closed".split(" "));

            assertThat(added.out()).isEqualTo("Entry 7: 356938035643809 is in the black list since revision 5.\n");
            assertThat(withdrawn.out()).isEqualTo("Entry 7 is withdrawn since revision 6.\n");
            assertThat(register.asked().stream().map(FakeRegister.Asked::body))
                    .containsExactly(
                            "{\"list\":\"black\",\"identity\":\"356938035643809\",\"reason\":\"court-order\",\"reference\":\"FIR\"}",
                            "{\"reason\":\"recovered\",\"reference\":\"closed\"}");
        }
    }

    @Test
    void aDeviceIsBlockedWithAllItsIdentities() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says("GET /api/v1/device-groups?identity=356938035643809", 200, "{\"devices\":[{\"id\":3}]}");
            register.says("POST /api/v1/device-groups/3/entries", 201, """
                    {"device":3,"entries":[{"id":7,"revision":5,"identity":"35693803564380"},
                                           {"id":8,"revision":5,"identity":"35693803564381"}]}""");

            Typed.Result blocked = Typed.at(register)
                    .types("block 356938035643809 --reason stolen --reference FIR --whole-device".split(" "));

            assertThat(blocked.out())
                    .isEqualTo("Entry 7: 35693803564380 is in the black list since revision 5.\n"
                            + "Entry 8: 35693803564381 is in the black list since revision 5.\n");
        }
    }

    @Test
    void unblockingWithdrawsTheOnlyEntryForThisIdentityAndAsksWhereThereAreSeveral() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            String entries = """
                    {"identity":"35693803564380","entries":[
                      {"id":7,"list":"black","identity":"35693803564380","source":"op-a"},
                      {"id":8,"list":"black","identity":"35693803564380","source":"op-b"},
                      {"id":9,"list":"black","identity":"35693803","source":"op-a"}]}""";
            register.says("GET /api/v1/entries?identity=356938035643809", 200, entries);
            register.says("POST /api/v1/entries/8/withdraw", 200, "{\"id\":8,\"withdrawn\":{\"revision\":6}}");
            String command = "unblock 356938035643809 --reason recovered --reference FIR";

            Typed.Result unclear = Typed.at(register).types(command.split(" "));
            Typed.Result done = Typed.at(register).types((command + " --source op-b").split(" "));

            assertThat(unclear.exitCode()).isEqualTo(1);
            assertThat(unclear.err()).contains("op-a, op-b", "--source");
            assertThat(done.out()).isEqualTo("Entry 8 is withdrawn since revision 6.\n");
        }
    }

    @Test
    void entriesAreListedPageByPage() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says(
                    "GET /api/v1/entries?limit=2&list=grey",
                    200,
                    "{\"entries\":[{\"id\":9,\"list\":\"grey\"}],\"next\":\"abc\"}");
            register.says(
                    "GET /api/v1/entries?cursor=abc&limit=1&list=grey",
                    200,
                    "{\"entries\":[{\"id\":4,\"list\":\"grey\"}],\"next\":null}");

            assertThat(Typed.at(register)
                            .types("entries --list grey --limit 2".split(" "))
                            .out())
                    .isEqualTo("ID  LIST\n9   grey\n4   grey\n");
        }
    }

    @Test
    void anEntryThatDoesNotCountByItsDatesIsNotSaidToDoSo() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says("POST /api/v1/entries", 201, "{\"id\":7,\"revision\":5,\"inForce\":false}");

            assertThat(Typed.at(register)
                            .types("list add black 35693803 --reason stolen --reference FIR".split(" "))
                            .out())
                    .isEqualTo("Entry 7: 35693803 is in the black list since revision 5;"
                            + " it does not count now, by its dates.\n");
        }
    }

    @Test
    void whatIsAbsentInTheStatusIsNotShown() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says(
                    "GET /api/v1/status",
                    200,
                    "{\"revision\":4,\"freshness\":{\"state\":\"current\",\"problem\":null}}");

            assertThat(Typed.at(register).types("status").out())
                    .isEqualTo("revision         4\nfreshness.state  current\n");
        }
    }

    @Test
    void alarmsFollowTheStatus() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says("GET /api/v1/status", 200, """
                    {"revision":4,"alarms":[{"alarm":"peer-lost","severity":"major","about":"stp-a",
                     "since":"2026-11-27T12:00:00Z","detail":"It was connected, and is gone."}]}""");

            assertThat(Typed.at(register).types("status").out()).isEqualTo("""
                    revision  4
                    ALARM peer-lost (major) about stp-a since 2026-11-27T12:00:00Z: It was connected, and is gone.
                    """);
        }
    }

    @Test
    void entriesAndPeersAreTables() throws IOException {
        try (FakeRegister register = FakeRegister.start()) {
            register.says("GET /api/v1/entries?identity=356938035643809", 200, """
                    {"entries":[{"id":7,"list":"black","identity":"35693803564380","reason":"stolen","reference":"FIR",
                     "source":"op","validFrom":null,"since":"2026-11-23T10:00:00Z","revision":5}]}
                    """);
            register.says("GET /api/v1/peers", 200, """
                    {"peers":[{"identity":"mme1","state":"open","applicationServers":[]},
                     {"identity":"stp-a","state":"up",
                      "applicationServers":[{"name":"eir-as","asp":"active","state":"pending"}]}]}
                    """);

            assertThat(Typed.at(register)
                            .types("list", "show", "356938035643809")
                            .out())
                    .isEqualTo("""
                            ID  LIST   IDENTITY        REASON  REFERENCE  SOURCE  SINCE                 REVISION
                            7   black  35693803564380  stolen  FIR        op      2026-11-23T10:00:00Z  5
                            """);
            assertThat(Typed.at(register).types("peers").out()).isEqualTo("""
                    IDENTITY  STATE  APPLICATION SERVER
                    mme1      open
                    stp-a     up     eir-as pending, asp active
                    """);
        }
    }

    @Test
    void theVersionIsNamed() {
        assertThat(new Typed().types("version").out()).matches("eir [0-9.]+(-SNAPSHOT)?, Java 2.*\n");
    }

    @Test
    void developmentModeTakesItsDirectoryFromOptionVariableOrDefault() {
        Typed typed = new Typed();
        typed.types("start-dev");
        typed.with("EIR_DATA", "from-variable").types("start-dev");
        typed.types("start-dev", "--data", "from-option");

        assertThat(typed.dataDirectories)
                .isEqualTo(List.of(Path.of("data"), Path.of("from-variable"), Path.of("from-option")));
        assertThat(typed.started)
                .extracting(config -> config.node().stateDirectory())
                .isEqualTo(typed.dataDirectories);
    }

    @Test
    void aProductionNodeDoesNotStartWithAWrongConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("eir.yaml"), "polcy: {unlisted: permitted}\n");
        Typed typed = new Typed();

        Typed.Result result = typed.types("start", "--config", file.toString());

        assertThat(result.err()).contains("polcy: there is no such key; did you mean policy?", "database.url");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(typed.started).isEmpty();
    }

    @Test
    void theTemplateIsAConfigurationThatStarts() throws Exception {
        Path template = Path.of(EirConfig.class.getResource("eir-template.yaml").toURI());

        assertThat(new Typed().types("config", "check", template.toString()))
                .isEqualTo(new Typed.Result(0, template + ": ok\n", ""));
    }

    @Test
    void whatTheTemplateShowsAsDefaultIsTheDefault() throws Exception {
        Path template = Path.of(EirConfig.class.getResource("eir-template.yaml").toURI());
        List<Setting> settings = EirConfig.production(template, Map.of()).settings();

        for (String line : Files.readAllLines(template)) {
            Matcher shown = Pattern.compile("  # (\\w+): (\\S+)").matcher(line);
            if (shown.matches() && !shown.group(1).equals("testIdentity")) {
                assertThat(settings)
                        .as(line)
                        .anyMatch(setting -> setting.key().endsWith("." + shown.group(1))
                                && setting.value().equals(shown.group(2).replace("\"", "")));
            }
        }
    }

    @Test
    void theSs7ExamplesOfTheTemplateAreConfigurations() throws Exception {
        String template = Files.readString(
                Path.of(EirConfig.class.getResource("eir-template.yaml").toURI()));
        List<String> examples = Pattern.compile("(?m)^# m3ua:\n(#.*\n)+")
                .matcher(template)
                .results()
                .map(example -> example.group().replaceAll("(?m)^# ", ""))
                .toList();

        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Path file = Files.writeString(directory.resolve("eir.yaml"), template + "\n" + example);
            assertThat(new Typed().types("config", "check", file.toString()))
                    .as(example)
                    .isEqualTo(new Typed.Result(0, file + ": ok\n", ""));
        }
    }

    @Test
    void mistakesInSs7AreAllNamed() throws Exception {
        Path file = Files.writeString(
                directory.resolve("eir.yaml"),
                Files.readString(Path.of(
                                EirConfig.class.getResource("eir-template.yaml").toURI()))
                        + """

                        m3ua:
                          localAddresses: [127.0.0.1]
                          port: 70000
                          associations:
                            - {name: stp-a, mode: connect, remoteAddresses: [192.0.2.1], remotePort: 2905, network: home,
                               allowedPointCodes: [2-300-1]}
                            - {name: stp b, mode: conect, remoteAddresses: [192.0.2.2], remotePort: 2905}
                          applicationServers:
                            - {name: eir, role: asp, associations: [stp-a]}
                        map:
                          pointCode: 16384
                          networkIndicator: nation
                        """);

        assertThat(new Typed().types("config", "check", file.toString()).err().lines())
                .contains(
                        "m3ua.associations[0].allowedPointCodes[0] '2-300-1': must be a point code: 0 to 16383, or"
                                + " zone-area-point as in 0-2-6 (0-7, 0-255, 0-7)",
                        "m3ua.associations[1].mode 'conect': must be one of connect, listen",
                        "map.pointCode '16384': must be a point code: 0 to 16383, or zone-area-point as in 0-2-6 (0-7,"
                                + " 0-255, 0-7)",
                        "map.networkIndicator 'nation': must be one of international, international-spare, national,"
                                + " national-spare");
    }

    @Test
    void ofTheTwoSectionsOfSs7NoneGoesAlone() throws Exception {
        Path file = Files.writeString(
                directory.resolve("eir.yaml"),
                Files.readString(Path.of(
                                EirConfig.class.getResource("eir-template.yaml").toURI()))
                        + "\nmap:\n  pointCode: 22\n");

        assertThat(new Typed().types("config", "check", file.toString()).err())
                .isEqualTo("m3ua: is required, for SS7 needs both sections, m3ua and map; or leave both out\n");
    }

    @Test
    void developmentValuesAreRefusedInProduction() throws Exception {
        Path file = Files.writeString(
                directory.resolve("eir.yaml"),
                Files.readString(Path.of(
                                EirConfig.class.getResource("eir-template.yaml").toURI()))
                        .replaceAll("originRealm: .*", "originRealm: dev.example.org"));

        assertThat(new Typed().types("config", "check", file.toString()).err())
                .isEqualTo("s13.originRealm 'dev.example.org': is development mode's; 'eir start' needs your own\n");
    }

    @Test
    void withoutAFileDevelopmentModesSettingsArePrinted() {
        Typed.Result result = new Typed().with("EIR_S13_PORT", "0").types("config", "print");

        assertThat(result.out())
                .containsPattern("policy.unlisted +unknown +development mode\n")
                .containsPattern("s13.port +0 +environment EIR_S13_PORT\n");
        assertThat(result.exitCode()).isZero();
    }
}
