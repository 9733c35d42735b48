package org.eir.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eir.admin.access.TlsConfig;
import org.eir.server.config.EirConfig;

/** The directories and files that a configuration names: there, writable, roomy, secret, and not about to end. */
final class OwnFiles {
    private static final Duration SOON = Duration.ofDays(14);
    private static final long GIB = 1L << 30;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final EirConfig config;
    private final Clock clock;

    OwnFiles(EirConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> all = new ArrayList<>();
        Path state = config.node().stateDirectory();
        all.add(directory("node.stateDirectory", state));
        Path records = config.records().directory();
        if (records != null) {
            all.add(directory("records.directory", records));
        }
        config.audit().witnessDirectories().forEach(witness -> all.add(directory("audit.witnessDirectories", witness)));
        secrets(state).forEach(all::add);
        TlsConfig tls = config.http().tls();
        if (tls != null) {
            all.add(certificate(tls.certificateFile()));
        }
        return all;
    }

    static Diagnosis directory(String key, Path directory) {
        if (!Files.isDirectory(directory)) {
            return Diagnosis.doubtful(
                    key,
                    directory + " is not there; the node makes it where it may.",
                    "install -d -o eir -g eir -m 700 " + directory);
        }
        if (!Files.isWritable(directory)) {
            return Diagnosis.bad(
                    key, directory + " may not be written by whoever runs this.", "chown -R eir:eir " + directory);
        }
        try {
            FileStore store = Files.getFileStore(directory);
            String room = "%s has %,d MiB of room.".formatted(directory, store.getUsableSpace() >> 20);
            return store.getUsableSpace() < GIB
                    ? Diagnosis.doubtful(key, room, "make room, or move it: " + key)
                    : Diagnosis.good(key, room);
        } catch (IOException e) {
            return Diagnosis.bad(key, directory + " cannot be looked at: " + e + ".", "mount it, or move it: " + key);
        }
    }

    /** Keys and tokens of the state directory that others than the register's user can read. */
    private static List<Diagnosis> secrets(Path state) {
        List<Path> files = new ArrayList<>();
        for (Path place : List.of(state, state.resolve("audit"))) {
            try (Stream<Path> inside = Files.list(place)) {
                inside.filter(file -> file.toString().matches(".*\\.(token|keys|pem)"))
                        .forEach(files::add);
            } catch (IOException e) {
                continue; // not there yet
            }
        }
        files.sort(Comparator.naturalOrder());
        return files.stream().map(OwnFiles::secret).toList();
    }

    static Diagnosis secret(Path file) {
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            open.retainAll(permissions);
            String finding = file + " has the mode " + PosixFilePermissions.toString(permissions) + ".";
            return open.isEmpty()
                    ? Diagnosis.good("secret", finding)
                    : Diagnosis.bad("secret", finding + " Others can read it.", "chmod 600 " + file);
        } catch (IOException | UnsupportedOperationException e) {
            return Diagnosis.doubtful(
                    "secret", file + " cannot be looked at: " + e + ".", "run this as the register's user");
        }
    }

    private Diagnosis certificate(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return certificate(file, first.getNotAfter().toInstant(), clock.instant());
        } catch (IOException | CertificateException e) {
            return Diagnosis.bad(
                    "http.tls",
                    file + " holds no certificate that can be read: " + e + ".",
                    "openssl x509 -noout -text -in " + file);
        }
    }

    static Diagnosis certificate(Path file, Instant end, Instant now) {
        String finding = file + " is good until " + end + ".";
        if (!end.isAfter(now)) {
            return Diagnosis.bad(
                    "http.tls", finding + " That is over.", "renew it; the node takes it without a restart");
        }
        return end.isBefore(now.plus(SOON))
                ? Diagnosis.doubtful("http.tls", finding, "renew it; the node takes it without a restart")
                : Diagnosis.good("http.tls", finding);
    }
}
