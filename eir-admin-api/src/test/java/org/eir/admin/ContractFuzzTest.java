package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Calls made up from the contract itself, most of them nearly right: none fails the server, every answer is one the
 * contract describes ({@link TestNode#send} judges it), and a refused call changes nothing. A new resource is in it as
 * soon as {@code openapi.yaml} names it. Seeded, so that a failure can be repeated.
 */
class ContractFuzzTest {
    private static final int CALLS_PER_OPERATION = 120;
    private static final OpenAPI CONTRACT = contract();

    private final TestNode node = new TestNode();
    private final MadeUp madeUp = new MadeUp(new Random(20261127));

    private record Target(String path, HttpMethod method, Operation operation) {}

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void noCallThatTheContractCouldLeadToFailsOrChangesSomethingWhenRefused() {
        List<Target> targets = targets();
        assertThat(targets).hasSizeGreaterThan(10);
        TreeMap<String, Integer> done = new TreeMap<>();
        for (int round = 0; round < CALLS_PER_OPERATION; round++) {
            for (Target target : targets) {
                long before = node.lists.lastRevision();
                Answer answer = call(target);
                if (answer.status() < 400) {
                    done.merge(target.method() + " " + target.path(), 1, Integer::sum);
                    letItFinish(target, answer);
                } else {
                    assertThat(node.lists.lastRevision())
                            .as(() -> target + " was refused: " + answer.raw().body())
                            .isEqualTo(before);
                }
            }
        }
        // What is never accepted is not tested by this.
        assertThat(done.keySet())
                .as("operations that made-up calls get through to")
                .hasSizeGreaterThan(8);
    }

    /** An import goes on after its answer. */
    private void letItFinish(Target target, Answer answer) {
        if (target.path().startsWith("/api/v1/imports") && answer.status() == 202) {
            node.settled(answer.body().at("/id").asLong());
        }
    }

    private Answer call(Target target) {
        StringBuilder uri = new StringBuilder(target.path());
        List<String> query = new ArrayList<>();
        List<String[]> headers = new ArrayList<>();
        for (Parameter parameter : parameters(target.operation())) {
            String value = madeUp.text(parameter.getSchema());
            switch (parameter.getIn()) {
                case "path" -> {
                    String name = "{" + parameter.getName() + "}";
                    int at = uri.indexOf(name);
                    uri.replace(at, at + name.length(), TestNode.encoded(value));
                }
                case "query" -> {
                    if (madeUp.isThere(parameter.getRequired())) {
                        query.add(parameter.getName() + "=" + TestNode.encoded(value));
                    }
                }
                default -> {
                    if (madeUp.isThere(parameter.getRequired())) {
                        headers.add(new String[] {parameter.getName(), value.replaceAll("[^ -~]", "")});
                    }
                }
            }
        }
        if (!query.isEmpty()) {
            uri.append('?').append(String.join("&", query));
        }
        return answered(target, uri.toString(), headers);
    }

    private Answer answered(Target target, String uri, List<String[]> headers) {
        HttpRequest.Builder request = node.request(uri);
        headers.forEach(header -> request.header(header[0], header[1]));
        Content content = target.operation().getRequestBody() == null
                ? null
                : target.operation().getRequestBody().getContent();
        String body = "";
        if (content != null && content.containsKey("application/json")) {
            request.header("Content-Type", "application/json");
            body = madeUp.json(content.get("application/json").getSchema());
        } else if (content != null) {
            request.header("Content-Type", content.keySet().iterator().next());
            body = madeUp.csv();
        }
        String sent = target.method() + " " + uri + " " + body;
        Answer answer = node.send(request.method(
                target.method().name(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
        assertThat(answer.status()).as(sent + "\n" + answer.raw().body()).isBetween(200, 499);
        return answer;
    }

    private static List<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        CONTRACT.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> targets.add(new Target(path, method, operation))));
        return targets;
    }

    private static OpenAPI contract() {
        ParseOptions resolved = new ParseOptions();
        resolved.setResolve(true);
        resolved.setResolveFully(true);
        return new OpenAPIV3Parser().read("openapi.yaml", null, resolved);
    }
}
