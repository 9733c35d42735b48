package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eir.core.identity.Imsi;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.store.Database;
import org.eir.store.DatabaseConfig;
import org.eir.store.PostgresSubscriberKeys;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All nodes of a register have the same keys, or do not start. */
class SubscriberKeyFileTest {
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final String ONE = "1 c3Vic2NyaWJlcnMnIGtleSBvZiBydW5uaW5nIG5vZGU=";
    private static final String TWO = "2 bmV3IHN1YnNjcmliZXJzJyBrZXkgb2YgdGhlIG5vZGU=";

    @TempDir
    private Path directory;

    private Database database;
    private PostgresSubscriberKeys known;

    @BeforeEach
    void open() throws Exception {
        PostgresFixture.Database where = PostgresFixture.shared().newDatabase();
        database = Database.open(
                DatabaseConfig.of(
                        where.jdbcUrl(),
                        where.serviceUser(),
                        where.servicePassword(),
                        where.ownerUser(),
                        where.ownerPassword()),
                new SimpleMeterRegistry());
        known = new PostgresSubscriberKeys(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstNodeMakesTheKeyAndOnlyTheRegistersUserMayReadIt() throws Exception {
        Path file = file("first");

        SubscriberVault vault = SubscriberKeyFile.open(file, known);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(SubscriberKeyFile.open(file, known).open(vault.seal(VICTIM))).isEqualTo(VICTIM);
    }

    @Test
    void aSecondNodeWithoutACopyDoesNotStart() throws Exception {
        SubscriberKeyFile.open(file("first"), known);

        assertRefused(file("second"), "copy the file from another node");
        assertThat(file("second")).doesNotExist();
    }

    @Test
    void aNodeWithAKeyOfItsOwnDoesNotStart() throws Exception {
        SubscriberKeyFile.open(file("first"), known);

        assertRefused(written(ONE), "is not the key 1 of this register");
    }

    @Test
    void aKeyIsReplacedByAFileThatHoldsBoth() throws Exception {
        SubscriberVault before = SubscriberKeyFile.open(written(ONE), known);

        SubscriberVault after = SubscriberKeyFile.open(written("# since 2027\n" + TWO + "\n\n" + ONE), known);

        assertThat(after.sealingKey()).isEqualTo(2);
        assertThat(after.open(before.seal(VICTIM))).isEqualTo(VICTIM);
    }

    @Test
    void aFileThatEverybodyMayReadIsRefused() throws Exception {
        Path file = written(ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(file, "chmod 600");
    }

    @Test
    void whatIsWrongIsSaidWithoutShowingTheKey() throws Exception {
        assertRefused(written(""), "no key");
        assertRefused(written(ONE + "\n" + ONE), "two keys have the number 1");
        assertRefused(written("one c2VjcmV0"), "line 1: the number of a key is 1 to 32767");
        assertRefused(written(ONE + "\n2"), "line 2: a line is the number of a key");
        assertRefused(written("1 c2VjcmV0"), "line 1: a key has 32 octets, not 6");
        assertRefused(written("1 se-cret"), "line 1");
        assertThat(file("written")).exists();
    }

    private void assertRefused(Path file, String why) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> SubscriberKeyFile.open(file, known))
                .withMessageContaining(why)
                .withMessageNotContainingAny("c2VjcmV0", "c3Vic2NyaW");
    }

    private Path written(String text) throws IOException {
        Path file = Files.writeString(file("written"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Path file(String name) {
        return directory.resolve(name + ".keys");
    }
}
