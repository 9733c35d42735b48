package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.server.config.ConfigSchema.Leaf;
import org.eir.server.docs.Page;
import org.eir.server.docs.Repository;

/** Every key of {@code eir.yaml}, of the records that it is read into; what is allowed is asked of them. */
public final class ConfigurationPage {
    /** A configuration in which every section is there, to try values in. */
    private static final String COMPLETE = """
            database: {url: "jdbc:postgresql:eir", user: service}
            http:
              host: 127.0.0.1
              organisation: operator
              tls: {certificateFile: c.pem, privateKeyFile: k.pem}
              oidc: {issuer: "https://id.example.org", audience: eir, roles: [{value: v, role: viewer}]}
            s13:
              host: 127.0.0.1
              originHost: eir.example.org
              originRealm: example.org
              connectTo: [{host: 192.0.2.1, port: 3868, name: dra.example.org, realm: example.org}]
            m3ua:
              localAddresses: [127.0.0.1]
              associations: [{name: stp, mode: connect, remoteAddresses: [192.0.2.1], remotePort: 2905}]
              applicationServers: [{name: eir, role: asp, associations: [stp]}]
            map: {pointCode: 22}
            policy: {unlisted: permitted}
            node: {stateDirectory: state}
            """;

    private final Page page = new Page("Configuration");
    private final String template =
            Repository.text("eir-server/src/main/resources/org/eir/server/config/eir-template.yaml");

    private ConfigurationPage() {}

    /** The page. */
    public static String text() {
        return new ConfigurationPage().written().page.text();
    }

    private ConfigurationPage written() {
        page.say("""
                A node reads one YAML file, `eir start --config eir.yaml`. `eir config check FILE` says everything that is wrong with
                one, `eir config print FILE` what counts and where it comes from; a key that does not exist is an error.
                [The template](../../eir-server/src/main/resources/org/eir/server/config/eir-template.yaml) is a file to begin with.

                Each single key, and each list, can be set by a variable of the environment instead, which wins over the file: it is
                named under the key. A list of texts is written `a, b`, any other as JSON. Names that end in `Ms` are milliseconds.
                """);
        for (RecordComponent section : EirConfig.class.getRecordComponents()) {
            section(section);
        }
        return this;
    }

    private void section(RecordComponent component) {
        String name = component.getName();
        page.heading(2, "`" + name + "`");
        Matcher about = Pattern.compile("(?m)((?:^# .*\\n)+)^" + name + ":").matcher(template);
        String meaning = parameter(EirConfig.class, name).orElse("");
        if (about.find()) {
            page.say(about.group(1).replaceAll("(?m)^# ", ""));
            if (ConfigSchema.isOptional(component)) {
                page.say(sentence(meaning.substring(meaning.indexOf(';') + 1)) + ".");
            }
        } else {
            page.say(sentence(meaning) + ".");
        }
        table(component.getType().asSubclass(Record.class), name, true);
    }

    /** The keys of a record, then what is within them. */
    private void table(Class<? extends Record> type, String prefix, boolean variables) {
        List<Runnable> within = new ArrayList<>();
        page.columns("key", "allowed", "default", "meaning");
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + "." + component.getName();
            Type kind = component.getGenericType();
            if (ConfigSchema.isSection(component.getType())) {
                Class<? extends Record> section = component.getType().asSubclass(Record.class);
                within.add(() -> nested(path, meaning(type, component.getName()), section, variables));
                continue;
            }
            if (ConfigSchema.isList(kind) && ConfigSchema.isSection(ConfigSchema.elementOf(kind))) {
                Class<? extends Record> element = ConfigSchema.elementOf(kind).asSubclass(Record.class);
                within.add(() -> nested(path + "[]", "Each element of `" + path + "`", element, false));
            }
            String variable = new Leaf(List.of(path.split("\\.")), kind, null).variable();
            page.row(
                    "`" + component.getName() + "`" + (variables ? "<br>`" + variable + "`" : ""),
                    allowed(component, path),
                    usual(type, component),
                    meaning(type, component.getName()));
        }
        within.forEach(Runnable::run);
    }

    private void nested(String path, String about, Class<? extends Record> type, boolean variables) {
        page.heading(3, "`" + path + "`");
        page.say(sentence(about) + ".");
        table(type, path, variables);
    }

    private static String usual(Class<? extends Record> type, RecordComponent component) {
        JsonNode value = ConfigSchema.defaults(type).get(component.getName());
        if (value == null) {
            return ConfigSchema.isOptional(component) ? "not set" : "**required**";
        }
        String text =
                value.isContainerNode() ? value.toString().replace("\"", "").replace(",", ", ") : value.asText();
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }

    /** What the product answers to a value that can hardly be right. */
    private static String allowed(RecordComponent component, String path) {
        Class<?> type = component.getType();
        boolean list = ConfigSchema.isList(component.getGenericType());
        if (list && ConfigSchema.isSection(ConfigSchema.elementOf(component.getGenericType()))) {
            return "a list, see below";
        }
        Class<?> single = list ? ConfigSchema.elementOf(component.getGenericType()) : type;
        boolean number = single == int.class || single == long.class;
        String rule = single.isEnum() || !(number || single == String.class)
                ? Scalars.rule(single)
                : refusal(path, number ? "-2147483648" : list ? "[\"\"]" : "\"\"")
                        .orElse("");
        if (rule.isEmpty() || rule.startsWith("must be left out")) {
            rule = number ? "a whole number" : "a text";
        }
        String words = rule.replaceFirst("^must (?!not )(be |have |name )?(one of )?", "")
                .replace("must not be empty", "not empty")
                .replace(" of the peer 'stp'", "")
                .replace(", or be left out", ", or left out")
                .replaceFirst("^is a", "a");
        return list
                ? ("a list; each " + (single.isEnum() ? "one of " : "") + words).replace("each some of", "some of")
                : words;
    }

    private static Optional<String> refusal(String path, String value) {
        try {
            ObjectNode tree = (ObjectNode) new YAMLMapper().readTree(COMPLETE);
            JsonNode place = tree;
            String[] parts = path.split("\\.");
            for (int i = 0; i < parts.length - 1; i++) {
                String name = parts[i].replace("[]", "");
                JsonNode next =
                        place.path(name).isMissingNode() ? ((ObjectNode) place).putObject(name) : place.get(name);
                place = next instanceof ArrayNode elements ? elements.get(0) : next;
            }
            ((ObjectNode) place).set(parts[parts.length - 1], new ObjectMapper().readTree(value));
            return ConfigLoader.load(EirConfig.class, List.of(new ConfigLayer(key -> "trial", tree, List.of())))
                    .errors()
                    .stream()
                    .filter(error -> error.key().replaceAll("\\[\\d]", "").equals(path.replace("[]", "")))
                    .map(ConfigError::rule)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String meaning(Class<?> type, String component) {
        return sentence(parameter(type, component)
                .orElseThrow(() -> new AssertionError(type + " does not say what " + component + " is"))
                .replace(", 1 to its limit", "")
                .replaceAll(",? [0-9][0-9 ]* to [0-9][0-9 ]*(?= ms|[,;:.)]|$)( ms)?", "")
                .replaceAll("(?<=[0-9]) (?=[0-9]{3}\\b)", ""));
    }

    /** What the Javadoc of a record says about a component. */
    private static Optional<String> parameter(Class<?> type, String component) {
        String source = Repository.source(type);
        int declared = source.indexOf("record " + type.getSimpleName() + "(");
        String before = source.substring(source.lastIndexOf("/**", declared), declared);
        Matcher found = Pattern.compile("@param " + component + " ((?:.|\\n)*?)(?=\\n *\\* @|\\n *\\*/)")
                .matcher(before);
        return found.find() ? Optional.of(plain(type, found.group(1))) : Optional.empty();
    }

    private static String plain(Class<?> type, String javadoc) {
        String text = javadoc.replaceAll("\\n *\\* *", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
        return Pattern.compile("\\{@value (\\w*)#(\\w+)}")
                .matcher(text)
                .replaceAll(found -> constant(type, found.group(2)));
    }

    private static String constant(Class<?> type, String name) {
        Matcher written = Pattern.compile("\\b" + name + " = ([0-9_]+);").matcher(Repository.source(type));
        return written.find() ? written.group(1).replace("_", "") : "its limit";
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? "" : stripped.substring(0, 1).toUpperCase(Locale.ROOT) + stripped.substring(1);
    }
}
