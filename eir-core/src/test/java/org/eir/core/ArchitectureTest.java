package org.eir.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The core is plain Java, and its packages depend on each other in one direction. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.eir.core");

    @Test
    void theCoreDependsOnNothingButJava() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "org.eir.core..")
                .check(CORE);
    }

    @Test
    void theCoreOpensNoDatabaseNoSocketAndNoFile() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.nio.file..", "java.nio.channels..")
                .check(CORE);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.eir.core.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void noPackageDependsOnTheOneAboveThemAll() {
        noClasses()
                .that()
                .resideInAPackage("org.eir.core.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eir.core")
                .check(CORE);
    }
}
