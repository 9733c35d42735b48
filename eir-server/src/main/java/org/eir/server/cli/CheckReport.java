package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Shows a verdict and why it is so. */
final class CheckReport {
    private static final List<String> FACTS =
            List.of("reason", "reference", "source", "reported", "validFrom", "validUntil", "exempt", "note", "since");

    private CheckReport() {}

    /** An explained verdict, as REST gives it. */
    static void print(Console console, JsonNode check) {
        verdict(console, check.path("verdict").asText(""));
        JsonNode deciding = deciding(check);
        Table table = new Table();
        if (check.path("at").isTextual()) {
            table.row("as of", check.path("at").asText());
        }
        table.row("because", because(check, deciding));
        for (String fact : FACTS) {
            String value = deciding.path(fact).asText("");
            if (!value.isEmpty() && !value.equals("false")) {
                table.row(label(fact), value);
            }
        }
        table.row("revision", check.path("revision").asText(""));
        policy(table, check);
        String note = check.path("note").asText("");
        if (!note.isEmpty()) {
            table.row("note", note);
        }
        table.print(console, "  ");
        others(console, check, deciding);
    }

    /** What of the policy made a difference. */
    private static void policy(Table table, JsonNode check) {
        String name = check.at("/policy/name").asText("default");
        if (!name.equals("default")) {
            table.row(
                    "policy", name + ", revision " + check.at("/policy/version").asText(""));
        }
        String organisation = check.at("/policy/organisation").asText("");
        if (!organisation.isEmpty()) {
            table.row("local entries", organisation);
        }
        String verdict = check.path("verdict").asText("");
        String decided = check.path("decided").asText(verdict);
        if (!decided.equals(verdict)) {
            table.row("told", verdict + " for " + decided);
        }
        String rule = check.path("rule").asText("");
        if (rule.startsWith("subscriber-")) {
            table.row("subscriber", rule.substring("subscriber-".length()));
        }
    }

    /** A network's answer, which has no reasons. */
    static void print(Console console, NetworkCheck.Answer answer) {
        verdict(console, answer.verdict().text());
        Table table = new Table();
        answer.details().forEach((name, value) -> table.row(label(name), value));
        table.print(console, "  ");
    }

    private static void verdict(Console console, String verdict) {
        String style = switch (verdict) {
            case "prohibited" -> "bold,red";
            case "tracked" -> "bold,yellow";
            case "permitted" -> "bold,green";
            default -> "bold";
        };
        console.styledLine(console.styled(style, Console.plain(verdict)));
    }

    /** Of the entries that cover the identity the deciding ones come first: of its list, in force, and counting here. */
    private static JsonNode deciding(JsonNode check) {
        String list = check.path("list").asText("");
        String organisation = check.at("/policy/organisation").asText("");
        return StreamSupport.stream(check.path("entries").spliterator(), false)
                .filter(entry -> entry.path("list").asText("").equals(list) && isInForce(entry))
                .filter(entry -> List.of("", "everyone", organisation)
                        .contains(entry.path("scope").asText("")))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String because(JsonNode check, JsonNode deciding) {
        if (!check.path("list").isTextual()) {
            return check.path("because").asText(check.path("rule").asText(""));
        }
        String list = check.path("list").asText("") + " list";
        return switch (check.path("level").asText("")) {
            case "tac" -> list + ", whole TAC " + deciding.path("identity").asText("");
            case "range" -> list + ", range " + deciding.path("identity").asText("");
            default -> list;
        };
    }

    private static void others(Console console, JsonNode check, JsonNode deciding) {
        Table table = new Table();
        for (JsonNode entry : check.path("entries")) {
            if (entry != deciding) {
                table.row(
                        entry.path("list").asText("") + " list",
                        entry.path("identity").asText(""),
                        entry.path("source").asText(""),
                        entry.path("reason").asText(""),
                        entry.path("reference").asText(""),
                        isInForce(entry) ? "" : "not in force");
            }
        }
        if (!table.isEmpty()) {
            console.line("also listed");
            table.print(console, "  ");
        }
    }

    private static boolean isInForce(JsonNode entry) {
        return entry.path("inForce").asBoolean(true);
    }

    /** {@code validFrom} is shown as "valid from". */
    private static String label(String fact) {
        return fact.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
