package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eir.server.deploy.KubernetesSchema;
import org.eir.server.deploy.Manifests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubectl makes of {@code deploy/kubernetes}: Kubernetes takes it, and every pod starts with what it says. */
@Tag("interop")
class KustomizeTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"base, false, 10.0.0.11", "host-network, true, 0.0.0.0"})
    void whatIsRenderedIsTakenAndTheNodesStartWithIt(String name, boolean ofTheHost, String address)
            throws IOException {
        Path kustomization = Manifests.DIRECTORY.resolve(name).toAbsolutePath();
        List<String> rendered = Program.run(directory, "kubectl", "kustomize", kustomization.toString());
        Manifests manifests = Manifests.of(String.join("\n", rendered));

        assertThat(manifests.documents()).hasSizeGreaterThan(8);
        manifests.documents().forEach(KubernetesSchema::check);
        assertThat(manifests.pod().path("hostNetwork").asBoolean()).isEqualTo(ofTheHost);
        assertThat(manifests.pod().at("/containers/0/image").asText()).matches("registry\\.example\\.org/eir:.+");
        assertThat(manifests.pod().get("volumes").toString())
                .contains(manifests.the("ConfigMap").at("/metadata/name").asText());

        Path file = directory.resolve("eir.yaml");
        Files.writeString(file, manifests.the("ConfigMap").at("/data/eir.yaml").asText());
        var node = manifests.configuration(1, file);
        assertThat(node.errors()).isEmpty();
        var config = node.config().orElseThrow();
        assertThat(config.s13().originHost()).isEqualTo("eir-1.epc.mnc001.mcc001.3gppnetwork.org");
        assertThat(config.m3ua().localAddresses()).containsExactly(address);
    }
}
