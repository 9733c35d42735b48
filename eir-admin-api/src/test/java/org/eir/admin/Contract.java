package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code openapi.yaml} as the judge of what is really sent and answered. */
public final class Contract {
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createFor("openapi.yaml").build();
    private static final Set<String> OUTSIDE =
            Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");

    private Contract() {}

    /** Every answer of a resource that the contract names has to be one it describes. */
    public static void judge(HttpResponse<String> answer) {
        SimpleResponse.Builder response =
                SimpleResponse.Builder.status(answer.statusCode()).withBody(answer.body());
        answer.headers().map().forEach(response::withHeader);
        Method method = Method.valueOf(answer.request().method());
        ValidationReport report = VALIDATOR.validateResponse(answer.uri().getRawPath(), method, response.build());
        assertThat(report.getMessages().stream().map(Message::getKey).filter(key -> !OUTSIDE.contains(key)))
                .as(() -> report.getMessages() + "\n" + answer.body())
                .isEmpty();
    }

    public static ValidationReport judgeRequest(String method, String uri, String contentType, String body) {
        URI parsed = URI.create(uri);
        SimpleRequest.Builder request =
                new SimpleRequest.Builder(method, parsed.getPath()).withAuthorization("Bearer x");
        if (parsed.getRawQuery() != null) {
            for (String parameter : parsed.getRawQuery().split("&")) {
                String[] parts = parameter.split("=", 2);
                request.withQueryParam(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        if (!body.isEmpty()) {
            request.withContentType(contentType).withBody(body);
        }
        return VALIDATOR.validateRequest(request.build());
    }
}
