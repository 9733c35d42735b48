package org.eir.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.server.deploy.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests of {@code deploy/kubernetes/base} fit Kubernetes, the register, and each other. */
class KubernetesTest {
    private static final Path BASE = Manifests.DIRECTORY.resolve("base");
    private static final Path FILE = BASE.resolve("eir.yaml");
    private static final Path FILE_IN_POD = Path.of("/etc/eir/eir.yaml");
    private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]+)g\\b");

    private Manifests manifests = new Manifests(List.of());

    @BeforeEach
    void read() throws IOException {
        manifests = Manifests.in(BASE);
    }

    @Test
    void kubernetesTakesEveryDocument() {
        assertThat(manifests.documents())
                .extracting(document -> document.get("kind").asText())
                .contains("StatefulSet", "Service", "PodDisruptionBudget", "NetworkPolicy", "Cluster");
        manifests.documents().forEach(KubernetesSchema::check);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("StatefulSet", pod -> pod.withObject("/spec").put("replica", 2)),
                mistake("StatefulSet", pod -> pod.withObject("/spec").put("replicas", "two")),
                mistake("StatefulSet", pod -> pod.withObject("/spec").remove("selector")),
                mistake("StatefulSet", pod -> container(pod).put("imagePullPolice", "Always")),
                mistake("StatefulSet", pod -> container(pod).remove("name")),
                mistake("StatefulSet", pod -> pod.put("apiVersion", "apps/v1beta1")),
                mistake(
                        "PodDisruptionBudget",
                        budget -> budget.withObject("/spec").put("minimum", 1)),
                mistake("Cluster", cluster -> cluster.withObject("/spec").put("replicas", 3)),
                mistake("Cluster", cluster -> cluster.withObject("/metadata").put("namespace", "eir")));
    }

    private static Arguments mistake(String kind, Consumer<ObjectNode> made) {
        return Arguments.of(kind, made);
    }

    private static ObjectNode container(ObjectNode statefulSet) {
        return (ObjectNode) statefulSet.at("/spec/template/spec/containers/0");
    }

    /** What the check is worth. */
    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(String kind, Consumer<ObjectNode> mistake) {
        ObjectNode document = (ObjectNode) manifests.the(kind);
        mistake.accept(document);
        assertThatThrownBy(() -> KubernetesSchema.check(document)).isInstanceOf(AssertionError.class);
    }

    @Test
    void everyPodIsSomebodyOfItsOwn() {
        List<EirConfig> nodes = nodes();
        assertThat(nodes).hasSizeGreaterThan(1);
        assertThat(nodes.stream().map(node -> node.s13().originHost())).doesNotHaveDuplicates();
        assertThat(nodes.stream().map(node -> ss7(node.map()).pointCode())).doesNotHaveDuplicates();
        assertThat(nodes.stream().map(node -> ss7(node.m3ua()).localAddresses()))
                .doesNotHaveDuplicates();
        // A routing context stands for a routing key, and that for a point code.
        assertThat(nodes.stream()
                        .map(node ->
                                ss7(node.m3ua()).applicationServers().getFirst().routingContext()))
                .doesNotHaveDuplicates();
        // The file, too, names the servers that the variable replaces.
        assertThat(nodes.getFirst().m3ua().applicationServers())
                .isEqualTo(EirConfig.production(FILE, Map.of())
                        .config()
                        .orElseThrow()
                        .m3ua()
                        .applicationServers());
    }

    @Test
    void portsAreThoseTheRegisterListensOn() {
        EirConfig node = nodes().getFirst();
        assertThat(elements(manifests.container().get("ports")))
                .extracting(port ->
                        port.get("name").asText() + " " + port.get("protocol").asText() + " "
                                + port.get("containerPort").asInt())
                .containsExactlyInAnyOrder(
                        "s13 TCP " + node.s13().port(),
                        "m3ua SCTP " + ss7(node.m3ua()).port(),
                        "admin TCP " + node.http().port());
        assertThat(List.of(node.http().host(), node.s13().host())).containsOnly("0.0.0.0");
    }

    @Test
    void servicesFindThePodsAndTheirPorts() {
        Map<String, String> labels = labels(manifests.the("StatefulSet").at("/spec/template/metadata/labels"));
        List<String> names = new ArrayList<>();
        for (JsonNode service : manifests.all("Service")) {
            names.add(service.at("/metadata/name").asText());
            Map<String, String> selector = labels(service.at("/spec/selector"));
            String pod = selector.remove("statefulset.kubernetes.io/pod-name");
            assertThat(pod == null ? names.getLast() : pod).isEqualTo(names.getLast());
            assertThat(labels).containsAllEntriesOf(selector);
            for (JsonNode port : service.at("/spec/ports")) {
                assertThat(elements(manifests.container().get("ports")))
                        .as("%s of %s", port, names.getLast())
                        .anyMatch(known -> known.get("name").equals(port.get("targetPort"))
                                && known.get("containerPort").equals(port.get("port"))
                                && known.get("protocol").equals(port.get("protocol")));
            }
        }
        // One for each Diameter identity, and the one that gives the pods their names.
        assertThat(names)
                .containsAll(ordinals().mapToObj(ordinal -> "eir-" + ordinal).toList());
        assertThat(names)
                .contains(manifests.the("StatefulSet").at("/spec/serviceName").asText());
    }

    @Test
    void selectorsFitThePods() {
        JsonNode set = manifests.the("StatefulSet");
        JsonNode labels = set.at("/spec/template/metadata/labels");
        JsonNode budget = manifests.the("PodDisruptionBudget").get("spec");
        assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(budget.at("/selector/matchLabels")).isEqualTo(labels);
        assertThat(budget.get("minAvailable").asInt())
                .isPositive()
                .isLessThan(set.at("/spec/replicas").asInt());
        for (JsonNode spread : manifests.pod().get("topologySpreadConstraints")) {
            assertThat(spread.at("/labelSelector/matchLabels")).isEqualTo(labels);
        }
        assertThat(policy("eir").at("/spec/podSelector/matchLabels")).isEqualTo(labels);
        assertThat(policy("eir-db").at("/spec/ingress/0/from/0/podSelector/matchLabels"))
                .isEqualTo(labels);
    }

    @Test
    void probesAskWhatTheRegisterAnswers() throws IOException {
        String contract = Files.readString(Path.of("..", "eir-admin-api", "src", "main", "resources", "openapi.yaml"));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            JsonNode asked = manifests.container().get(probe).get("httpGet");
            assertThat(contract).contains("\n  " + asked.get("path").asText() + ":\n");
            assertThat(asked.get("port").asText()).isEqualTo("admin");
            assertThat(asked.get("scheme").asText())
                    .isEqualTo(nodes().getFirst().http().tls() == null ? "HTTP" : "HTTPS");
        }
        assertThat(manifests.container().at("/livenessProbe/httpGet/path").asText())
                .isEqualTo("/health/live");
        JsonNode start = manifests.container().get("startupProbe");
        Matcher unit = found("TimeoutStartSec=([0-9]+)min", Path.of("..", "deploy", "systemd", "eir.service"));
        assertThat(start.get("periodSeconds").asInt()
                        * start.get("failureThreshold").asInt())
                .isEqualTo(Integer.parseInt(unit.group(1)) * 60);
    }

    @Test
    void theImageAndTheUnitSayTheSame() throws IOException {
        Path containerfile = Path.of("..", "deploy", "container", "Containerfile");
        JsonNode user = manifests.pod().get("securityContext");
        assertThat(user.get("runAsUser").asText())
                .isEqualTo(found("\nUSER ([0-9]+)", containerfile).group(1));
        assertThat(user.get("fsGroup")).isEqualTo(user.get("runAsUser"));
        assertThat(found("CMD \\[\"(start.*)\"]", containerfile).group(1).split("\", \""))
                .containsExactly(elements(manifests.container().get("args")).stream()
                        .map(JsonNode::asText)
                        .toArray(String[]::new));
        assertThat(nodes().getFirst().node().stateDirectory())
                .hasToString(found("ENV EIR_DATA=(\\S+)", containerfile).group(1));
        assertThat(manifests.pod().get("terminationGracePeriodSeconds").asText())
                .isEqualTo(found("TimeoutStopSec=([0-9]+)", Path.of("..", "deploy", "systemd", "eir.service"))
                        .group(1));
    }

    @Test
    void aPodMayDoLittle() {
        JsonNode pod = manifests.pod();
        JsonNode container = manifests.container().get("securityContext");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        // A service called eir would set EIR_PORT, which is no setting.
        assertThat(pod.get("enableServiceLinks").asBoolean(true)).isFalse();
        // The log's key stays its owner's alone.
        assertThat(pod.at("/securityContext/fsGroupChangePolicy").asText()).isEqualTo("OnRootMismatch");
    }

    @Test
    void whatIsReadIsMounted() {
        EirConfig node = nodes().getFirst();
        assertThat(mounted(FILE_IN_POD)).isEqualTo("config");
        assertThat(mounted(node.node().stateDirectory())).isEqualTo("state");
        assertThat(mounted(Path.of("/tmp"))).isEqualTo("tmp");
        assertThat(mounted(node.subscribers().keyFile().getParent())).isEqualTo("subscriber-keys");
        assertThat(mounted(node.http().tls().certificateFile().getParent())).isEqualTo("tls");
        assertThat(mounted(node.http().tls().privateKeyFile().getParent())).isEqualTo("tls");
        Matcher authority = Pattern.compile("sslmode=verify-full&sslrootcert=([^&]+)")
                .matcher(node.database().url());
        assertThat(authority.find()).isTrue();
        assertThat(mounted(Path.of(authority.group(1)).getParent())).isEqualTo("database-ca");
        List<String> volumes = new ArrayList<>();
        manifests
                .pod()
                .get("volumes")
                .forEach(volume -> volumes.add(volume.get("name").asText()));
        volumes.add(manifests
                .the("StatefulSet")
                .at("/spec/volumeClaimTemplates/0/metadata/name")
                .asText());
        assertThat(elements(manifests.container().get("volumeMounts")))
                .extracting(mount -> mount.get("name").asText())
                .containsExactlyInAnyOrderElementsOf(volumes);
    }

    @Test
    void memoryIsEnoughForTheHeapAndNobodyElses() {
        JsonNode resources = manifests.container().get("resources");
        assertThat(resources.get("requests")).isEqualTo(resources.get("limits"));
        Matcher heap = HEAP.matcher(manifests.container().get("env").toString());
        assertThat(heap.find()).isTrue();
        assertThat(resources.at("/limits/memory").asText()).isEqualTo((Integer.parseInt(heap.group(1)) + 1) + "Gi");
    }

    @Test
    void theDatabaseIsTheOneThatTheRegisterAsksFor() throws IOException {
        JsonNode cluster = manifests.the("Cluster");
        JsonNode first = cluster.at("/spec/bootstrap/initdb");
        JsonNode role = cluster.at("/spec/managed/roles/0");
        var database = nodes().getFirst().database();
        String name = cluster.at("/metadata/name").asText();
        assertThat(database.url())
                .startsWith("jdbc:postgresql://" + name + "-rw:5432/"
                        + first.get("database").asText() + "?");
        assertThat(database.ownerUser()).isEqualTo(first.get("owner").asText());
        assertThat(database.user()).isEqualTo(role.get("name").asText());
        assertThat(database.ownerPassword())
                .isEqualTo("from the Secret " + first.at("/secret/name").asText());
        assertThat(database.password())
                .isEqualTo("from the Secret " + role.at("/passwordSecret/name").asText());
        assertThat(manifests.pod().get("volumes").toString()).contains("\"secretName\":\"" + name + "-ca\"");
        String roles = Files.readString(Path.of("..", "deploy", "postgresql", "roles.sql"));
        assertThat(elements(first.get("postInitApplicationSQL")))
                .isNotEmpty()
                .allMatch(statement -> roles.contains("\n" + statement.asText() + ";"));
        assertThat(policy("eir").toString()).contains("\"cnpg.io/cluster\":\"" + name + "\"");
        assertThat(policy("eir-db").at("/spec/podSelector/matchLabels").toString())
                .isEqualTo("{\"cnpg.io/cluster\":\"" + name + "\"}");
    }

    @Test
    void thePolicyNamesPortsThatThereAre() {
        List<String> ports = elements(manifests.container().get("ports")).stream()
                .map(port ->
                        port.get("protocol").asText() + " " + port.get("name").asText())
                .toList();
        List<String> open = elements(policy("eir").at("/spec/ingress")).stream()
                .flatMap(rule -> elements(rule.get("ports")).stream())
                .map(port ->
                        port.get("protocol").asText() + " " + port.get("port").asText())
                .distinct()
                .toList();
        assertThat(open).containsExactlyInAnyOrderElementsOf(ports);
        String egress = policy("eir").at("/spec/egress").toString();
        for (var association : ss7(nodes().getFirst().m3ua()).associations()) {
            assertThat(association.remotePort() == 0
                            || egress.contains("{\"protocol\":\"SCTP\",\"port\":" + association.remotePort() + "}"))
                    .isTrue();
        }
    }

    private List<EirConfig> nodes() {
        return ordinals()
                .mapToObj(ordinal -> {
                    Loaded<EirConfig> loaded = manifests.configuration(ordinal, FILE);
                    assertThat(loaded.errors()).isEmpty();
                    return loaded.config().orElseThrow();
                })
                .toList();
    }

    private IntStream ordinals() {
        return IntStream.range(
                0, manifests.the("StatefulSet").at("/spec/replicas").asInt());
    }

    private JsonNode policy(String name) {
        return manifests.all("NetworkPolicy").stream()
                .filter(policy -> policy.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String mounted(Path path) {
        return elements(manifests.container().get("volumeMounts")).stream()
                .filter(mount -> mount.get("mountPath").asText().equals(path.toString()))
                .map(mount -> mount.get("name").asText())
                .collect(Collectors.joining());
    }

    private static Map<String, String> labels(JsonNode labels) {
        return labels.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().asText()));
    }

    private static Matcher found(String pattern, Path file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return matcher;
    }

    /** A section that these manifests have. */
    private static <T> T ss7(@Nullable T section) {
        return Objects.requireNonNull(section);
    }
}
