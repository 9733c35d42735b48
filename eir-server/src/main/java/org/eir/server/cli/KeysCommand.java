package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eir.core.access.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        description = "Makes, lists and revokes the keys that programs show to the register.",
        footer = {"", "Example:", "  eir keys list"})
final class KeysCommand {
    private static final String PATH = "/api/v1/api-keys";

    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    @Command(
            name = "create",
            description = "Makes a key and prints it, this once.",
            footer = {"", "Example:", "  eir keys create billing-2027 --role operator --expires 2027-12-31T00:00:00Z"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Create extends NodeCommand {
        @Parameters(
                paramLabel = "NAME",
                description = "What people know it by. Changes are recorded under it; it is never given twice.")
        private String name;

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                converter = Words.Roles.class,
                completionCandidates = Words.Roles.class,
                description = "May be there several times. One of: ${COMPLETION-CANDIDATES}.")
        private List<Role> roles;

        @Option(
                names = "--organisation",
                paramLabel = "NAME",
                description = "Whose entries it may change. Default: your own.")
        private @Nullable String organisation;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                converter = Moment.Reading.class,
                description = "When it is no longer good. Default: as late as the register allows.")
        private @Nullable Moment expires;

        Create(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode();
            body.put("name", name);
            roles.forEach(role -> body.withArray("roles").add(role.text()));
            if (organisation != null) {
                body.put("organisation", organisation);
            }
            if (expires != null) {
                body.put("expires", expires.text());
            }
            JsonNode key = register.post(PATH, body);
            if (output.json) {
                console.json(key);
            } else {
                console.line(key.path("key").asText());
                console.note("Key " + key.path("id").asText() + " '" + name + "' is good until "
                        + key.path("expires").asText() + ". It is shown only now: the register keeps a hash.");
            }
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Lists the keys, revoked and expired ones too.",
            footer = {"", "Example:", "  eir keys list"})
    static final class Show extends NodeCommand {
        private static final List<String> COLUMNS =
                List.of("id", "name", "state", "roles", "organisation", "created", "createdBy", "expires", "lastUsed");

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode all = Console.JSON.createObjectNode();
            long after = 0;
            JsonNode page;
            do {
                page = register.get(PATH, Map.of("after", Long.toString(after), "limit", "1000"));
                page.path("keys").forEach(all.withArray("keys")::add);
                after = page.path("next").asLong();
            } while (page.path("next").isNumber());
            JsonNode keys = all.withArray("keys");
            if (output.json) {
                console.json(all);
            } else if (keys.isEmpty()) {
                console.line("There are no keys; 'eir keys create' makes one.");
            } else {
                keys.forEach(key -> ((ObjectNode) key).put("roles", words(key.path("roles"))));
                Table.of(keys, COLUMNS).print(console, "");
            }
            return 0;
        }

        private static String words(JsonNode roles) {
            return StreamSupport.stream(roles.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
        }
    }

    @Command(
            name = "revoke",
            description = "Takes a key out of force, at once and for good.",
            footer = {"", "Example:", "  eir keys revoke 7"})
    static final class Revoke extends NodeCommand {
        @Parameters(paramLabel = "ID", description = "Number of the key; 'eir keys list' tells it.")
        private long id;

        Revoke(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode key = register.post(PATH + "/" + id + "/revoke", Console.JSON.createObjectNode());
            if (output.json) {
                console.json(key);
            } else {
                console.line("Key " + id + " '" + key.path("name").asText() + "' is revoked.");
            }
            return 0;
        }
    }

    @Command(
            name = "whoami",
            description = "Says who you are to the register, and what you may do.",
            footer = {"", "Example:", "  eir whoami"})
    static final class WhoAmI extends NodeCommand {
        WhoAmI(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode caller = register.get("/api/v1/caller", Map.of());
            if (output.json) {
                console.json(caller);
            } else {
                console.line(caller.path("name").asText() + " of "
                        + caller.path("organisation").asText());
                Table table = new Table();
                table.row("roles", Show.words(caller.path("roles")));
                table.row("permissions", Show.words(caller.path("permissions")));
                table.row("by", caller.path("authentication").asText());
                if (caller.hasNonNull("expires")) {
                    table.row("until", caller.path("expires").asText());
                }
                table.print(console, "  ");
            }
            return 0;
        }
    }
}
