package org.eir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    private static final String COMPLETE = """
            s13:
              host: 127.0.0.1
              originHost: eir.example.org
            database:
              url: jdbc:postgresql:eir
            """;

    @TempDir
    private Path directory;

    @Test
    void whatTheFileSaysIsBoundAndTheRestIsDefault() throws IOException {
        ExampleConfig config = load(COMPLETE, Map.of()).config().orElseThrow();

        assertThat(config.s13())
                .isEqualTo(new ExampleConfig.Diameter(
                        "127.0.0.1",
                        3868,
                        "eir.example.org",
                        false,
                        List.of(),
                        List.of(),
                        ExampleConfig.Mode.KNOWN_PEERS));
        assertThat(config.database()).isEqualTo(new ExampleConfig.Storage("jdbc:postgresql:eir", "", null, 10));
        assertThat(config.tls()).isNull();
    }

    @Test
    void variablesOverrideTheFile() throws IOException {
        ExampleConfig config = load(
                        COMPLETE,
                        Map.of(
                                "EIR_S13_PORT", "0",
                                "EIR_S13_ORIGIN_HOST", "other.example.org",
                                "EIR_S13_ACCEPT_ANY_PEER", "true",
                                "EIR_S13_MODE", "anybody",
                                "EIR_S13_KNOWN_PEERS", "mme1.example.org, 10.0.0.1",
                                "EIR_S13_CONNECT_TO", "[{\"host\": \"dra\", \"port\": 3868}]",
                                "EIR_TLS_CERTIFICATE", "cert.pem",
                                "EIR_TLS_KEY_PASSWORD", "sesame"))
                .config()
                .orElseThrow();

        assertThat(config.s13())
                .isEqualTo(new ExampleConfig.Diameter(
                        "127.0.0.1",
                        0,
                        "other.example.org",
                        true,
                        List.of("mme1.example.org", "10.0.0.1"),
                        List.of(new ExampleConfig.Remote("dra", 3868)),
                        ExampleConfig.Mode.ANYBODY));
        assertThat(config.tls()).isEqualTo(new ExampleConfig.Tls("cert.pem", "sesame"));
    }

    @Test
    void everyErrorIsReportedAtOnceWithItsKeyValueAndRule() throws IOException {
        assertThat(errors("""
                s13:
                  host: 127.0.0.1
                  port: 70000
                  originHost: ""
                  acceptAnyPeer: maybe
                  mode: everybody
                  connectTo:
                    - host: dra1
                      port: 0
                    - port: many
                database:
                  maxConnections: 1
                """))
                .containsExactlyInAnyOrder(
                        "s13.port '70000': must be 0 to 65535",
                        "s13.originHost: has to be a Diameter identity",
                        "s13.mode 'everybody': must be one of known-peers, anybody",
                        "s13.acceptAnyPeer 'maybe': must be true or false",
                        "s13.connectTo[0].port '0': must be 1 to 65535",
                        "s13.connectTo[1].host: is required; it must be a text (in quotes where it looks like a number)",
                        "s13.connectTo[1].port 'many': must be a whole number from -2147483648 to 2147483647",
                        "database.url: is required; it must be a text (in quotes where it looks like a number)");
    }

    @Test
    void aRefusalThatIsAboutNoSingleKeyIsReportedForItsSection() throws IOException {
        assertThat(errors("""
                s13: {host: a, originHost: b}
                database: {url: same, ownerUser: same}
                """)).containsExactly("database: url and ownerUser: must differ");
    }

    @Test
    void anUnknownKeySuggestsTheKnownOneAtAnyDepth() throws IOException {
        assertThat(errors(COMPLETE + "datbase: {}\n"))
                .containsExactly("datbase: there is no such key; did you mean database?");
        assertThat(errors("""
                s13: {host: a, originHost: b, prot: 1, connectTo: [{host: a, port: 1, prt: 2}], origin-host: c}
                database: {url: u, Password: x}
                """))
                .containsExactlyInAnyOrder(
                        "s13.prot: there is no such key; did you mean s13.port?",
                        "s13.connectTo[0].prt: there is no such key; did you mean s13.connectTo[0].port?",
                        "s13.origin-host: there is no such key; did you mean s13.originHost?",
                        "database.Password: there is no such key; did you mean database.password?");
    }

    @Test
    void aKnownKeyInTheWrongPlaceSuggestsTheRightOne() throws IOException {
        assertThat(errors(COMPLETE + "maxConnections: 3\n"))
                .containsExactly("maxConnections: there is no such key; did you mean database.maxConnections?");
    }

    @Test
    void anUnknownVariableIsAnErrorButTheLaunchersAreNot() throws IOException {
        Map<String, String> environment = Map.of(
                "EIR_S13_PROT", "1",
                "EIR_SERVER", "x",
                "EIR_TOKEN", "x",
                "EIR_DATA", "x",
                "EIR_CA_FILE", "x",
                "EIR_JAVA_OPTS", "x",
                "PATH", "x");

        assertThat(load(COMPLETE, environment).errors())
                .extracting(ConfigError::sentence)
                .containsExactly("EIR_S13_PROT: no setting has this variable; did you mean EIR_S13_PORT?");
    }

    @Test
    void everySettingTellsItsValueAndWhereItIsFromWithSecretsMasked() throws IOException {
        Loaded<ExampleConfig> loaded =
                load(COMPLETE, Map.of("EIR_DATABASE_PASSWORD", "sesame", "EIR_S13_PORT", "3869"));

        assertThat(loaded.settings())
                .contains(
                        new Setting("s13.host", "127.0.0.1", "file " + file()),
                        new Setting("s13.port", "3869", "environment EIR_S13_PORT"),
                        new Setting("s13.mode", "known-peers", "default"),
                        new Setting("s13.knownPeers", "[]", "default"),
                        new Setting("database.password", "********", "environment EIR_DATABASE_PASSWORD"),
                        new Setting("database.ownerUser", "", "not set"),
                        new Setting("tls.keyPassword", "", "not set"));
    }

    @Test
    void secretsAreMaskedInErrorsToo() throws IOException {
        assertThat(errors("""
                s13: {host: a, originHost: b}
                database: {url: u, password: 1234}
                """))
                .containsExactly(
                        "database.password '********': must be a text (in quotes where it looks like a number)");
    }

    @Test
    void aFileThatIsNotThereIsTheOnlyError() {
        assertThat(ConfigLoader.load(ExampleConfig.class, List.of(ConfigLayer.file(Path.of("no.yaml"))))
                        .errors())
                .extracting(ConfigError::sentence)
                .containsExactly("no.yaml: there is no such file");
    }

    @Test
    void brokenYamlIsToldWithItsPlace() throws IOException {
        assertThat(errors("s13:\n  host: [\n"))
                .singleElement()
                .asString()
                .contains("is not YAML")
                .contains("line 3");
        assertThat(errors("s13: {}\ns13: {}\n"))
                .singleElement()
                .asString()
                .contains("Duplicate")
                .contains("line 2");
        assertThat(errors("just words")).singleElement().asString().contains("sections");
    }

    @Test
    void aSectionThatIsNoneIsToldSo() throws IOException {
        assertThat(errors("s13: 3868\ndatabase: {url: u}\n"))
                .containsExactly("s13 '3868': must be a section with keys of its own");
    }

    @Test
    void aKeyWithoutValueCountsAsNotSet() throws IOException {
        assertThat(load(COMPLETE + "tls:\n", Map.of()).config()).isPresent();
        assertThat(errors("s13:\n  # host: a\ndatabase:\n  url:\n"))
                .containsExactly(
                        "s13.host: is required; it must be a text (in quotes where it looks like a number)",
                        "s13.originHost: is required; it must be a text (in quotes where it looks like a number)",
                        "database.url: is required; it must be a text (in quotes where it looks like a number)");
    }

    private List<String> errors(String yaml) throws IOException {
        return load(yaml, Map.of()).errors().stream().map(ConfigError::sentence).toList();
    }

    private Loaded<ExampleConfig> load(String yaml, Map<String, String> environment) throws IOException {
        Files.writeString(file(), yaml);
        return ConfigLoader.load(
                ExampleConfig.class,
                List.of(
                        ConfigLayer.file(file()),
                        ConfigLayer.environment(environment, ConfigSchema.leaves(ExampleConfig.class))));
    }

    private Path file() {
        return directory.resolve("eir.yaml");
    }
}
