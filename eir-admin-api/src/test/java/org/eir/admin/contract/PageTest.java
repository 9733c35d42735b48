package org.eir.admin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everythingThePageNeedsIsOnThisNode() {
        List<String> references = REFERENCE
                .matcher(page().raw().body())
                .results()
                .map(MatchResult::group)
                .map(found -> found.substring(found.indexOf('"') + 1, found.length() - 1))
                .filter(found -> !found.startsWith("data:"))
                .toList();

        assertThat(references).contains("/docs/page.js", "/docs/swagger-ui-bundle.js", "/openapi.yaml");
        assertThat(references).allSatisfy(path -> {
            Answer asset = node.send(node.anonymous(path).GET());
            assertThat(asset.status()).isEqualTo(200);
            assertThat(asset.raw().body()).isNotBlank();
        });
    }

    @Test
    void theBrowserIsToldToTakeNothingFromAnywhereElse() {
        // Several would all count, and the one of every other answer forbids everything.
        assertThat(page().raw().headers().allValues("content-security-policy"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'");
    }

    private Answer page() {
        return node.send(node.anonymous("/docs").GET());
    }
}
