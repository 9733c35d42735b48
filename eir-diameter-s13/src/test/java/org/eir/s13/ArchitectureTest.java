package org.eir.s13;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.eir.s13");

    @Test
    void jDiameterIsKnownInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.eir.s13.stack")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jdiameter..")
                .check(classes);
    }

    @Test
    void onlyTheGatewayKnowsTheStack() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.eir.s13.stack")
                .and()
                .doNotHaveSimpleName("S13Gateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eir.s13.stack")
                .check(classes);
    }

    @Test
    void theCodecKnowsNothingAndTheCheckKnowsNoSocket() {
        noClasses()
                .that()
                .resideInAPackage("org.eir.s13.codec")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eir.core..", "org.eir.s13", "org.eir.s13.check", "org.eir.s13.peer", "java.net..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("org.eir.s13.check")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eir.s13.peer", "org.eir.s13.client", "java.net..")
                .check(classes);
    }

    @Test
    void theClientIsNoPartOfTheGateway() {
        noClasses()
                .that()
                .resideInAPackage("org.eir.s13.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eir.core..", "org.eir.s13", "org.eir.s13.check", "org.eir.s13.peer")
                .check(classes);
    }
}
