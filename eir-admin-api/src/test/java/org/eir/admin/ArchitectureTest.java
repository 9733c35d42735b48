package org.eir.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.eir.admin");

    @Test
    void theAdminApiKnowsNoOtherAdapterAndNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eir.store..", "org.eir.diameter..", "org.eir.map..", "org.eir.server..", "java.sql..")
                .check(classes);
    }

    @Test
    void readingInputKnowsNoHttpAndNoJson() {
        noClasses()
                .that()
                .resideInAPackage("org.eir.admin.input")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eir.admin", "com.linecorp..", "com.fasterxml..", "io.netty..")
                .check(classes);
    }
}
