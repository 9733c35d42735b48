package org.eir.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eir.admin.web.Problem;
import org.eir.core.access.Permission;
import org.eir.core.access.Role;

/** Every call of the admin API, of its contract; what permissions and problems mean, of the product. */
final class RestPage {
    private final Page page = new Page("REST");
    private final JsonNode contract;

    private RestPage(JsonNode contract) {
        this.contract = contract;
    }

    static String text() throws IOException {
        return new RestPage(contract()).written().page.text();
    }

    static JsonNode contract() throws IOException {
        return new YAMLMapper().readTree(Repository.text("eir-admin-api/src/main/resources/openapi.yaml"));
    }

    private RestPage written() throws IOException {
        page.say("""
                All calls, and who may make them. Parameters, bodies and answers field by field are in the contract,
                [openapi.yaml](../../eir-admin-api/src/main/resources/openapi.yaml): a node serves it as `/openapi.yaml`, and as a page on which
                calls can be tried as `/docs`.
                """);
        page.heading(2, "What counts for all calls").say(rules());
        page.heading(2, "Who may").say("[Roles and tokens](../operate.md#who-may-do-what).");
        page.columns("permission", "roles that have it");
        for (Permission permission : Permission.values()) {
            page.row("`" + permission.text() + "`", rolesWith(permission));
        }
        contract.path("tags").forEach(this::group);
        problems();
        return this;
    }

    /** The contract's own description without its list of problems, which has a table here. */
    private String rules() {
        String text = contract.at("/info/description").asText();
        return text.substring(text.indexOf("- "), text.indexOf("- Errors are problems"));
    }

    private static String rolesWith(Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> role.permissions().contains(permission))
                .map(Role::text)
                .collect(Collectors.joining(", "));
    }

    private void group(JsonNode tag) {
        String name = tag.path("name").asText();
        page.heading(2, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        page.say(tag.path("description").asText() + ".");
        page.columns("call", "permission", "what it does", "answers");
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode call = method.getValue();
                    if (call.at("/tags/0").asText().equals(name)) {
                        page.row(
                                "`" + method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + "`",
                                permission(call),
                                call.path("summary").asText(),
                                answers(call));
                    }
                }));
    }

    private static String permission(JsonNode call) {
        if (call.path("security").isArray()) {
            return "none, no token";
        }
        return call.has("x-permission") ? "`" + call.path("x-permission").asText() + "`" : "none, any token";
    }

    private String answers(JsonNode call) {
        List<String> answers = new ArrayList<>();
        call.path("responses").properties().forEach(response -> {
            JsonNode answer = response.getValue();
            if (answer.has("$ref")) {
                answer = contract.at(answer.path("$ref").asText().substring(1));
            }
            if (!response.getKey().equals("default")) {
                answers.add(response.getKey() + ": "
                        + answer.path("description").asText().strip());
            }
        });
        return String.join("<br>", answers);
    }

    private void problems() throws IOException {
        page.heading(2, "Problems").say("""
                What was not done is answered with a problem (RFC 9457), `application/problem+json`. Programs tell it by `type`, which is
                `urn:eir:problem:` and a word of the table; `detail` says what happened and the way out, `errors` what is wrong with the
                input, each with field, value and rule. What may do later carries `Retry-After`. `existing` is the number of the entry, import or
                proposal in the way; `instance` names the incident by which the node's log tells more.
                """);
        page.columns("type", "status", "meaning");
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind != Problem.Kind.OTHER) {
                Problem problem = Problem.of(kind, "");
                JsonNode body = new ObjectMapper()
                        .readTree(problem.aggregated(problem.status()).contentUtf8());
                page.row(
                        "`" + kind.type().replace("urn:eir:problem:", "") + "`",
                        body.path("status").asText(),
                        body.path("title").asText());
            }
        }
    }
}
