package org.eir.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eir.server.doctor.Diagnosis.Level;
import org.eir.store.Database;
import org.eir.store.DatabaseConfig;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Path CERTIFICATE = Path.of("tls.crt");

    @TempDir
    private Path directory;

    @Test
    void withoutSctpANodeDoesNotStartWhereItMustHaveIt() {
        assertThat(Machine.sctp(null, true).level()).isEqualTo(Level.GOOD);
        assertThat(Machine.sctp("Protocol not supported", false).level()).isEqualTo(Level.DOUBTFUL);
        Diagnosis missing = Machine.sctp("Protocol not supported", true);
        assertThat(missing.level()).isEqualTo(Level.BAD);
        assertThat(missing.remedy()).contains("modprobe sctp", "libsctp1");
    }

    @Test
    void aPortInUseIsNamedWithWhatTellsWhoHasIt() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Diagnosis taken = Machine.port("http.port", "127.0.0.1", held.getLocalPort());
            assertThat(taken.level()).isEqualTo(Level.DOUBTFUL);
            assertThat(taken.remedy()).contains(":" + held.getLocalPort());
            held.close();
            assertThat(Machine.port("http.port", "127.0.0.1", held.getLocalPort())
                            .level())
                    .isEqualTo(Level.GOOD);
        }
    }

    @Test
    void limitsAreComparedWithWhatTheConfigurationAllows() {
        assertThat(Machine.openFiles(65_536, 1_000).level()).isEqualTo(Level.GOOD);
        assertThat(Machine.openFiles(256, 100_000).remedy()).contains("LimitNOFILE=100000");
        assertThat(Machine.memory(10_000_000, 4L << 30).level()).isEqualTo(Level.GOOD);
        assertThat(Machine.memory(10_000_000, 1L << 30).level()).isEqualTo(Level.DOUBTFUL);
        assertThat(Machine.memory(10_000_000, 1L << 30).remedy()).startsWith("EIR_JAVA_OPTS=-Xmx2163m");
    }

    @Test
    void directoriesHaveToBeThereAndWritable() {
        assertThat(OwnFiles.directory("node.stateDirectory", directory).level()).isNotEqualTo(Level.BAD);
        Diagnosis missing = OwnFiles.directory("node.stateDirectory", directory.resolve("state"));
        assertThat(missing.level()).isEqualTo(Level.DOUBTFUL);
        assertThat(missing.remedy()).isEqualTo("install -d -o eir -g eir -m 700 " + directory.resolve("state"));
    }

    @Test
    void secretsThatOthersCanReadAreBad() throws Exception {
        Path token = Files.createFile(
                directory.resolve("admin.token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThat(OwnFiles.secret(token).level()).isEqualTo(Level.GOOD);

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(OwnFiles.secret(token))
                .isEqualTo(Diagnosis.bad(
                        "secret", token + " has the mode rw-r--r--. Others can read it.", "chmod 600 " + token));
    }

    @Test
    void aCertificateIsDoubtfulBeforeItIsOver() {
        assertThat(certificate(Duration.ofDays(90))).isEqualTo(Level.GOOD);
        assertThat(certificate(Duration.ofDays(13))).isEqualTo(Level.DOUBTFUL);
        assertThat(certificate(Duration.ZERO)).isEqualTo(Level.BAD);
    }

    private static Level certificate(Duration left) {
        return OwnFiles.certificate(CERTIFICATE, NOON.plus(left), NOON).level();
    }

    @Test
    void clocksThatAreApartAreNamed() {
        assertThat(DatabaseExam.clock(Duration.ofMillis(-1500)).level()).isEqualTo(Level.GOOD);
        assertThat(DatabaseExam.clock(Duration.ofSeconds(-3)).level()).isEqualTo(Level.BAD);
        assertThat(DatabaseExam.version(13).level()).isEqualTo(Level.BAD);
    }

    @Test
    void aDatabaseIsJudgedByItsRights() {
        PostgresFixture.Database made = PostgresFixture.shared().newDatabase();
        DatabaseConfig fresh = DatabaseConfig.of(
                made.jdbcUrl(), made.serviceUser(), made.servicePassword(), made.ownerUser(), made.ownerPassword());
        assertThat(examined(fresh))
                .as("no schema yet")
                .extracting(Diagnosis::subject)
                .containsExactly("database", "schema", "clock");

        Database.open(fresh, new SimpleMeterRegistry()).close();

        assertThat(examined(fresh)).allMatch(diagnosis -> diagnosis.level() == Level.GOOD);
        assertThat(examined(fresh))
                .extracting(Diagnosis::subject)
                .containsExactly("database", "rights", "clock", "memory");
        DatabaseConfig asOwner =
                DatabaseConfig.of(fresh.url(), String.valueOf(fresh.ownerUser()), fresh.ownerPassword(), null, "");
        assertThat(examined(asOwner))
                .filteredOn(diagnosis -> diagnosis.level() == Level.BAD)
                .singleElement()
                .satisfies(owner -> assertThat(owner.finding()).contains("may rewrite the journal"));
    }

    @Test
    void aDatabaseThatIsNotThereSaysHowToTry() {
        DatabaseConfig nowhere = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/eir", "eir_service", "", null, "");

        Diagnosis away = examined(nowhere).getFirst();

        assertThat(away.level()).isEqualTo(Level.BAD);
        assertThat(away.remedy()).isEqualTo("psql 'postgresql://127.0.0.1:1/eir' -U eir_service");
    }

    private static List<Diagnosis> examined(DatabaseConfig config) {
        return DatabaseExam.examine(config, 1L << 30);
    }
}
