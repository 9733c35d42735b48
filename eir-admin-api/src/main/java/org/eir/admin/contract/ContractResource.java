package org.eir.admin.contract;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * The contract, and a page on which people read it and try it with a token of theirs. Everything the page needs comes
 * from this node; the browser is told to take nothing from anywhere else, and to show the page in no frame.
 */
public final class ContractResource {
    public static final String FILE = "/openapi.yaml";
    public static final String PAGE = "/docs";

    private static final MediaType YAML = MediaType.parse("application/yaml; charset=utf-8");
    private static final MediaType SCRIPT = MediaType.parse("text/javascript; charset=utf-8");
    private static final MediaType STYLE = MediaType.parse("text/css; charset=utf-8");

    /** Swagger UI sets styles inline and draws its icons from data URIs. */
    private static final String ONLY_FROM_HERE =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final List<Asset> ASSETS = List.of(
            new Asset(FILE, YAML, resource("/openapi.yaml")),
            new Asset(PAGE, MediaType.HTML_UTF_8, resource("page.html")),
            new Asset(PAGE + "/page.css", STYLE, resource("page.css")),
            new Asset(PAGE + "/page.js", SCRIPT, resource("page.js")),
            new Asset(PAGE + "/swagger-ui.css", STYLE, swaggerUi("swagger-ui.css")),
            new Asset(PAGE + "/swagger-ui-bundle.js", SCRIPT, swaggerUi("swagger-ui-bundle.js")));

    /**
     * Something that is the same for everybody.
     *
     * @param path where it is
     */
    public record Asset(String path, MediaType type, byte[] content) {
        public HttpResponse response() {
            ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.OK)
                    .contentType(type)
                    .add(HttpHeaderNames.CONTENT_SECURITY_POLICY, ONLY_FROM_HERE)
                    .build();
            return HttpResponse.of(headers, HttpData.wrap(content));
        }
    }

    private ContractResource() {}

    /** Read once, and the same in every server of this process. */
    public static List<Asset> assets() {
        return ASSETS;
    }

    /** A file of the WebJar, whose folder has the version in its name. */
    private static byte[] swaggerUi(String name) {
        Properties about = new Properties();
        try {
            about.load(new ByteArrayInputStream(resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource("/META-INF/resources/webjars/swagger-ui/" + about.getProperty("version") + "/" + name);
    }

    private static byte[] resource(String name) {
        try (InputStream in = ContractResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
