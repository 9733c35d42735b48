package org.eir.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the source tree that documentation is made of, or is about. */
public final class Repository {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> TEXTS = List.of("", "docs", "deploy");

    private Repository() {}

    public static String text(String file) {
        return text(ROOT.resolve(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page that people read. */
    static List<Path> pages() {
        return TEXTS.stream().flatMap(Repository::pagesUnder).sorted().toList();
    }

    private static Stream<Path> pagesUnder(String directory) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(directory), directory.isEmpty() ? 1 : 9)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a class of any module, or of the class that it is in. */
    public static String source(Class<?> type) {
        String file = "src/main/java/" + outermost(type).getName().replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(ROOT)) {
            return text(modules.map(module -> module.resolve(file))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer;
    }
}
