package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eir.core.check.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "policies",
        description = "Lists what networks are answered where no list decides, and how verdicts are told to them.",
        footer = {"", "Example:", "  eir policies"})
final class PoliciesCommand extends NodeCommand {
    private static final String PATH = "/api/v1/policies";
    private static final List<String> COLUMNS =
            List.of("name", "version", "unlisted", "malformed", "testIdentity", "organisation", "told", "origins");

    PoliciesCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        JsonNode answer = register.get(PATH, Map.of());
        if (output.json) {
            console.json(answer);
        } else {
            JsonNode policies = answer.path("policies");
            policies.forEach(PoliciesCommand::shorten);
            Table.of(policies, COLUMNS).print(console, "");
        }
        return 0;
    }

    /** Origins and what is told differently, as words instead of JSON. */
    private static void shorten(JsonNode policy) {
        ObjectNode shown = (ObjectNode) policy;
        String origins = StreamSupport.stream(policy.path("origins").spliterator(), false)
                .map(origin -> origin.path("kind").asText() + " "
                        + origin.path("value").asText())
                .collect(Collectors.joining(", "));
        shown.put("origins", origins.isEmpty() ? "everybody else" : origins);
        String told = policy.path("told").properties().stream()
                .filter(each -> !each.getKey().equals(each.getValue().asText()))
                .map(each -> each.getKey() + " as " + each.getValue().asText())
                .collect(Collectors.joining(", "));
        shown.put("told", told.isEmpty() ? "as decided" : told);
    }

    private static String path(String name) {
        return PATH + "/" + RegisterClient.segment(name);
    }

    @Command(
            name = "set",
            description = "Sets a policy. What is not given stays as it is, or is the default policy's if it is new.",
            footer = {
                "",
                "Example:",
                "  eir policies set default --unlisted permitted",
                "  eir policies set visited --origin realm=visited.org --origin global-title=4917 --told tracked=permitted",
            })
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Set extends NodeCommand {
        @Parameters(paramLabel = "NAME", description = "Its name; 'default' is for everybody whom no other is for.")
        private String name;

        @Option(
                names = "--origin",
                paramLabel = "KIND=VALUE",
                description = "Whom it is for, instead of those before: host, point-code, global-title (its first"
                        + " digits), association or realm. Can be given several times.")
        private List<String> origins = List.of();

        @Option(
                names = "--unlisted",
                paramLabel = "VERDICT",
                converter = Words.Statuses.class,
                completionCandidates = Words.Statuses.class,
                description = "For a device that no list holds: one of ${COMPLETION-CANDIDATES}.")
        private @Nullable Verdict unlisted;

        @Option(
                names = "--malformed",
                paramLabel = "VERDICT",
                converter = Words.Verdicts.class,
                completionCandidates = Words.Verdicts.class,
                description = "For what is no identity: one of ${COMPLETION-CANDIDATES}.")
        private @Nullable Verdict malformed;

        @Option(
                names = "--test-identity",
                paramLabel = "VERDICT",
                converter = Words.Statuses.class,
                completionCandidates = Words.Statuses.class,
                description = "For test equipment that no list holds: one of ${COMPLETION-CANDIDATES}.")
        private @Nullable Verdict testIdentity;

        @Option(
                names = "--organisation",
                paramLabel = "NAME",
                description = "Whose local entries count besides everyone's; empty for nobody's.")
        private @Nullable String organisation;

        @Option(
                names = "--told",
                paramLabel = "VERDICT=VERDICT",
                description = "How a verdict is told, such as tracked=permitted. Can be given several times.")
        private Map<String, String> told = new LinkedHashMap<>();

        @Option(names = "--reference", paramLabel = "TEXT", description = "The decision it rests on.")
        private @Nullable String reference;

        Set(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode before = find(register, name);
            JsonNode model = before == null ? find(register, "default") : before;
            ObjectNode body = Console.JSON.createObjectNode();
            putOrigins(body, before);
            body.put("unlisted", chosen(unlisted, model, "unlisted"));
            body.put("malformed", chosen(malformed, model, "malformed"));
            body.put("testIdentity", chosen(testIdentity, model, "testIdentity"));
            String whose = organisation != null || before == null
                    ? organisation
                    : before.path("organisation").asText(null);
            if (whose != null && !whose.isEmpty()) {
                body.put("organisation", whose);
            }
            ObjectNode tells = body.putObject("told");
            if (before != null) {
                before.path("told").properties().forEach(each -> tells.set(each.getKey(), each.getValue()));
            }
            told.forEach(tells::put);
            Given.put(body, "reference", reference);
            JsonNode answer = register.put(
                    path(name),
                    body,
                    before == null ? 0 : before.path("version").asLong());
            if (output.json) {
                console.json(answer);
            } else {
                console.line(
                        answer.path("version").isNumber()
                                ? "The policy " + name + " counts as of revision "
                                        + answer.path("version").asText() + "."
                                : ApprovalsCommand.waiting(answer));
            }
            return 0;
        }

        private void putOrigins(ObjectNode body, @Nullable JsonNode before) throws CommandFailure {
            if (origins.isEmpty() && before != null) {
                body.set("origins", before.path("origins"));
                return;
            }
            for (String origin : origins) {
                int sign = origin.indexOf('=');
                if (sign < 0) {
                    throw CommandFailure.wrongUsage(
                            "origin '" + origin + "': has to be KIND=VALUE, such as realm=a.org.");
                }
                body.withArray("origins")
                        .addObject()
                        .put("kind", origin.substring(0, sign))
                        .put("value", origin.substring(sign + 1));
            }
        }

        private static String chosen(@Nullable Verdict given, @Nullable JsonNode model, String field) {
            return given != null
                    ? given.text()
                    : model == null ? "unknown" : model.path(field).asText("unknown");
        }
    }

    @Command(
            name = "withdraw",
            description = "Takes a policy out of force; whom it was for is answered by the next less specific one.",
            footer = {"", "Example:", "  eir policies withdraw visited --reason other --reference \"contract ended\""})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Withdraw extends NodeCommand {
        @Parameters(paramLabel = "NAME", description = "Its name; 'eir policies' tells it.")
        private String name;

        @Mixin
        private final WithdrawalOptions withdrawal = new WithdrawalOptions();

        @Option(names = "--reference", required = true, paramLabel = "TEXT", description = "What it rests on.")
        private String reference;

        Withdraw(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            long version = register.get(path(name), Map.of()).path("version").asLong();
            JsonNode answer = register.post(path(name) + "/withdraw", withdrawal.body(reference), version);
            if (output.json) {
                console.json(answer);
            } else {
                console.line(
                        answer.path("revision").isNumber()
                                ? "The policy " + name + " is withdrawn since revision "
                                        + answer.path("revision").asText() + "."
                                : ApprovalsCommand.waiting(answer));
            }
            return 0;
        }
    }

    /** The policy with this name as it stands; null if there is none. */
    private static @Nullable JsonNode find(RegisterClient register, String name) throws CommandFailure {
        for (JsonNode policy : register.get(PATH, Map.of()).path("policies")) {
            if (policy.path("name").asText().equals(name)) {
                return policy;
            }
        }
        return null;
    }
}
