package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of docs/reference/audit-log.md, which another program has written, verified by the command: what the page
 * says and what the register does are the same.
 */
class AuditVerifyCommandTest {
    private static final Path EXAMPLE = Path.of("../docs/reference/audit-log-example.jsonl");
    private static final String KEY = "eir.example.org/log+afdba875+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private static final String OTHER_KEY = "eir.example.org/log+8c1a31c9+AdeMNZfXGgXl7ZpzIaKfD2JFVtKfMA6Ky3yqi3v9yNsr";

    @TempDir
    private Path directory;

    @Test
    void theExampleOfTheReferenceHolds() {
        Typed.Result result = verify(EXAMPLE.toString(), "--key", KEY);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("""
                everything holds
                  changes       3
                  rows          4
                  checkpoints   2
                  signed up to  revision 3
                  opened        4 commitments to names, references and notes
                  withheld      0 commitments to subscribers and requests
                  in force      2 entries, policies, rules, groups and keys are what the changes add up to
                  key          \s""" + KEY + "\n  kept          nothing elsewhere to compare with");
    }

    @Test
    void everyVectorOfTheReferenceIsInTheExample() throws IOException {
        String example = Files.readString(EXAMPLE);
        String page = Files.readString(Path.of("../docs/reference/audit-log.md"));
        assertThat(page)
                .contains(KEY)
                .contains("1ec57961ca823942230ff69c4e6154aff0f62f05aaa5b763a59b573c52686c0f")
                .contains("bf5b5c5f339136e62e314d9353c250bc4c04054b5372bff8f94e56ff6f79fc2c")
                .contains("vOAaNbqCnKYq5Tml2HMqE52PjPIrvE+VA2QckPU8rCs=");
        assertThat(example)
                .contains("1ec57961ca823942230ff69c4e6154aff0f62f05aaa5b763a59b573c52686c0f")
                .contains("bf5b5c5f339136e62e314d9353c250bc4c04054b5372bff8f94e56ff6f79fc2c")
                .contains("vOAaNbqCnKYq5Tml2HMqE52PjPIrvE+VA2QckPU8rCs=");
    }

    @Test
    void whatWasChangedIsNamedAndTheExitCodeIsNotZero() throws IOException {
        Typed.Result changed = verify(tampered("00002c944ab787a7010006706f6c69", "00002c944ab787a7020006706f6c69"));
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out())
                .startsWith("row-changed  revision 2")
                .contains("what held before that was found:\n  changes       1\n")
                .contains("in force      0 entries, policies, rules, groups and keys were compared");

        Typed.Result author = verify(tampered("[\"clerk\",\"boss\"]", "[\"clerk\",\"chef\"]"));
        assertThat(author.out()).startsWith("personal-data-changed  revision 3");

        Typed.Result shortened = verify(tampered("\"type\":\"end\"", "\"type\":\"checkpoint\",\"size\":3"));
        assertThat(shortened.exitCode()).isEqualTo(1);

        Typed.Result made = verify(tampered("2026-11-27T12:00:00Z", "2026-11-28T12:00:00Z"));
        assertThat(made.out()).startsWith("export-altered");
    }

    @Test
    void anExportCutShortIsIncomplete() throws IOException {
        String example = Files.readString(EXAMPLE);
        Path cut = directory.resolve("cut.jsonl");
        Files.writeString(cut, example.substring(0, example.length() / 2));

        assertThat(verify(cut.toString(), "--key", KEY).out()).startsWith("incomplete");
    }

    @Test
    void aCheckpointKeptElsewhereThatDoesNotFitIsFound() throws IOException {
        JsonNode second = Console.JSON.readTree(Files.readAllLines(EXAMPLE).stream()
                .filter(line -> line.contains("\"size\":2"))
                .findFirst()
                .orElseThrow());
        Path witness = Files.createDirectory(directory.resolve("witness"));
        Files.writeString(
                witness.resolve("node.checkpoints"), second.path("note").asText() + "\n");

        assertThat(verify(EXAMPLE.toString(), "--key", KEY, "--kept", witness.toString())
                        .exitCode())
                .isZero();
        Files.writeString(
                witness.resolve("node.checkpoint"), second.path("note").asText().replace("\n2\n", "\n9\n"));
        assertThat(verify(EXAMPLE.toString(), "--key", KEY, "--kept", witness.toString())
                        .out())
                .startsWith("checkpoint-forged");
    }

    @Test
    void theAnswerForMachinesSaysTheSame() throws IOException {
        JsonNode holds = Console.JSON.readTree(
                verify(EXAMPLE.toString(), "--key", KEY, "--json").out());
        assertThat(holds.path("ok").asBoolean()).isTrue();
        assertThat(holds.path("changes").asLong()).isEqualTo(3);
        Typed.Result altered = verify(tampered("\"clerk\"]", "\"clark\"]"), "--json");
        JsonNode differs = Console.JSON.readTree(altered.out());
        assertThat(differs.path("ok").asBoolean()).isFalse();
        assertThat(differs.at("/finding/kind").asText()).isEqualTo("personal-data-changed");
        assertThat(differs.at("/finding/revision").asLong()).isEqualTo(2);
    }

    @Test
    void ofAConfigurationOnlyTheDatabaseCounts() throws IOException {
        Path yaml = directory.resolve("eir.yaml");
        Files.writeString(yaml, """
                database: {url: "jdbc:postgresql://127.0.0.1:1/eir", user: auditor}
                http: {nothing: of that counts}
                """);

        assertThat(verify("--database", yaml.toString(), "--key", KEY).err()).startsWith("no database at ");
        assertThat(verify("--database", yaml + ".not", "--key", KEY).err())
                .startsWith(yaml + ".not: there is no such file");
        Files.writeString(yaml, "http: {}");
        assertThat(verify("--database", yaml.toString(), "--key", KEY).err())
                .startsWith(yaml + ": database.url: is required");
    }

    @Test
    void withoutAKeyNothingIsVerified() {
        Typed.Result result = verify(EXAMPLE.toString(), "--data", directory.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--key");
    }

    @Test
    void theKeyOfThisMachineIsTakenWithAWarning() throws IOException {
        Files.createDirectories(directory.resolve("audit"));
        Files.writeString(directory.resolve("audit").resolve("log.pub"), KEY + "\n");

        Typed.Result result = verify(EXAMPLE.toString(), "--data", directory.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("Trusting ").contains("could have replaced");
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThat(verify(EXAMPLE.toString(), "--key", OTHER_KEY).exitCode()).isEqualTo(2);
        assertThat(verify(directory.resolve("nothing").toString(), "--key", KEY).err())
                .contains("There is no export");
    }

    private String[] tampered(String text, String other) throws IOException {
        String example = Files.readString(EXAMPLE);
        assertThat(example).contains(text);
        Path file = directory.resolve("tampered.jsonl");
        Files.writeString(file, example.replaceFirst(Pattern.quote(text), other));
        return new String[] {file.toString(), "--key", KEY};
    }

    private static Typed.Result verify(String[] arguments, String... more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return verify(all);
    }

    private static Typed.Result verify(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "audit";
        all[1] = "verify";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Typed().types(all);
    }
}
