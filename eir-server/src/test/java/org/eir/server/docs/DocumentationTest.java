package org.eir.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eir.server.config.ConfigurationBlock;
import org.junit.jupiter.api.Test;

/** What pages name is there: other pages, settings, commands, calls and metrics. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CALL = Pattern.compile("(?:(GET|POST|PUT) )?(?<![\\w.])(/api/v1/[^\\s`'\"),;?\\[]*)");
    private static final Pattern METRIC = Pattern.compile("\\beir_[a-z0-9_]+[a-z0-9]\\b(?!\\.deb|~)");
    private static final Pattern INLINE = Pattern.compile("`((?:\\./)?eir [a-z][^`]*)`");

    /** Roles of the database, and the Debian package. */
    private static final Set<String> NO_METRICS = Set.of("eir_service", "eir_owner");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : Repository.pages()) {
            for (String link : found(LINK, Blocks.prose(Repository.text(page)), 1)) {
                if (!link.matches("[a-z]+:.*") && !isThere(page, link)) {
                    broken.add(page + " links to " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean isThere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length < 2 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        Blocks.prose(Repository.text(page))
                .lines()
                .filter(line -> line.startsWith("#"))
                .forEach(line -> {
                    String heading = line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT);
                    anchors.add(heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
                });
        return anchors;
    }

    @Test
    void everySettingIsOne() throws IOException {
        List<String> wrong = new ArrayList<>();
        int blocks = 0;
        for (Path page : Repository.pages()) {
            for (String block : Blocks.of(Repository.text(page))) {
                if (ConfigurationBlock.begins(block.lines().findFirst().orElse(""))) {
                    blocks++;
                    ConfigurationBlock.errors(block).forEach(error -> wrong.add(page + ": " + error));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(blocks).isPositive();
    }

    @Test
    void everyCommandCanBeTyped() {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (Path page : Repository.pages()) {
            String text = Repository.text(page);
            for (String line : Blocks.of(text).stream().flatMap(String::lines).toList()) {
                for (TypedLine typed : TypedLine.in(line)) {
                    lines++;
                    typed.whatIsWrong().ifPresent(what -> wrong.add(page + ": " + line.strip() + ": " + what));
                }
            }
            for (String mention : found(INLINE, Blocks.prose(text), 1)) {
                TypedLine.mentioned(mention)
                        .whatDoesNotExist()
                        .ifPresent(what -> wrong.add(page + ": " + mention + ": " + what));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).isGreaterThan(30);
    }

    @Test
    void everyCallIsInTheContract() throws IOException {
        List<String> calls = new ArrayList<>();
        RestPage.contract()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> calls.add(method.toUpperCase(Locale.ROOT) + " "
                                + Pattern.compile("\\{\\w+}")
                                        .matcher(path.getKey())
                                        .replaceAll("[^/]+"))));
        List<String> wrong = new ArrayList<>();
        for (Path page : Repository.pages()) {
            CALL.matcher(Repository.text(page)).results().forEach(call -> {
                String method = call.group(1) == null ? "[A-Z]+" : call.group(1);
                String path = call.group(2).replaceAll("[.…:]+$", "");
                if (calls.stream().noneMatch(known -> isCall(known, method, path))) {
                    wrong.add(page + ": " + call.group());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isCall(String known, String method, String path) {
        String[] parts = known.split(" ", 2);
        return parts[0].matches(method) && path.matches(parts[1]);
    }

    @Test
    void everyMetricIsOne() {
        String known = Repository.text("docs/reference/metrics.md");
        List<String> wrong = new ArrayList<>();
        for (Path page : Repository.pages()) {
            for (String name : found(METRIC, Repository.text(page), 0)) {
                String metric = name.replaceFirst("_(bucket|count|sum)$", "");
                if (!NO_METRICS.contains(name)
                        && !known.contains("`" + metric + "`")
                        && !known.contains("`" + name + "`")) {
                    wrong.add(page + ": " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        Stream<MatchResult> results = pattern.matcher(text).results();
        return results.map(result -> result.group(group)).toList();
    }
}
