package org.eir.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Kubernetes takes: the models of its API, and of CloudNativePG's Cluster as much as is used here. */
public final class KubernetesSchema {
    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";
    private static final Map<String, String> API_OF = Map.of(
            "StatefulSet", "apps/v1",
            "PodDisruptionBudget", "policy/v1",
            "NetworkPolicy", "networking.k8s.io/v1",
            "Service", "v1",
            "ConfigMap", "v1",
            "Cluster", "postgresql.cnpg.io/v1");
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(OffsetDateTime.class, (JsonDeserializer<OffsetDateTime>)
                    (json, type, context) -> OffsetDateTime.parse(json.getAsString()))
            .create();

    private KubernetesSchema() {}

    /** Takes a document whose every field exists, has the right type, and is there if it has to be. */
    public static void check(JsonNode document) {
        String kind = document.path("kind").asText();
        assertThat(document.path("apiVersion").asText()).as(kind).isEqualTo(API_OF.get(kind));
        assertThat(document.at("/metadata/name").asText()).as(kind).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
        // A manifest that names its namespace cannot be put into another one.
        assertThat(document.at("/metadata/namespace").isMissingNode()).isTrue();
        if (kind.equals("Cluster")) {
            cluster(document);
        } else {
            model(kind, JsonParser.parseString(document.toString()));
        }
    }

    private static void model(String kind, JsonElement document) {
        try {
            Class<?> model = Class.forName(MODELS + kind);
            // Unknown fields and missing ones, then the types of single values.
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, document);
            Object read = GSON.fromJson(document, model);
            assertThat(read).isInstanceOf(model);
        } catch (InvocationTargetException e) {
            throw new AssertionError(kind + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new AssertionError(kind + ": " + e.getMessage(), e);
        }
    }

    private static void cluster(JsonNode document) {
        try {
            new ObjectMapper().treeToValue(document, Cluster.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Cluster: " + e.getOriginalMessage(), e);
        }
    }

    /** Fields of postgresql.cnpg.io/v1 that these manifests use. */
    private record Cluster(String apiVersion, String kind, Metadata metadata, Spec spec) {
        record Metadata(String name, @Nullable Map<String, String> labels) {}

        record Spec(
                int instances,
                Bootstrap bootstrap,
                Managed managed,
                Storage storage,
                Storage walStorage,
                Resources resources) {}

        record Bootstrap(Initdb initdb) {}

        record Initdb(String database, String owner, Reference secret, List<String> postInitApplicationSQL) {}

        record Managed(List<Role> roles) {}

        record Role(String name, Ensure ensure, boolean login, Reference passwordSecret) {}

        @SuppressWarnings("unused") // the words that the resource knows
        enum Ensure {
            present,
            absent
        }

        record Reference(String name) {}

        record Storage(String size) {}

        record Resources(Map<String, String> requests, Map<String, String> limits) {}
    }
}
