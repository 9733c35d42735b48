package org.eir.map;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.eir.map");

    private void onlyIn(String home, String... foreign) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign)
                .check(gateway);
    }

    private void knowsNot(String layer, String... others) {
        noClasses()
                .that()
                .resideInAPackage(layer)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(gateway);
    }

    @Test
    void jss7IsKnownInOnePackage() {
        onlyIn("org.eir.map.stack", "org.restcomm..", "org.mobicents..", "javolution..");
    }

    /** jSS7's own interface names a type of Netty, which has to be named again to be implemented. */
    @Test
    void nettyIsKnownInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.eir.map.link")
                .and()
                .doNotHaveSimpleName("StackAssociation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(gateway);
    }

    @Test
    void sctpIsKnownWhereThereAreSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.eir.map.link", "org.eir.map.client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.nio.sctp..")
                .check(gateway);
    }

    @Test
    void theClientIsNoPartOfTheGateway() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.eir.map.client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eir.map.client")
                .check(gateway);
        knowsNot("org.eir.map.client", "org.eir.map", "org.eir.map.link", "org.eir.map.stack", "org.eir.core..");
    }

    @Test
    void onlyTheGatewayKnowsTheStack() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.eir.map.stack")
                .and()
                .doNotHaveSimpleName("MapGateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eir.map.stack")
                .check(gateway);
    }

    @Test
    void layersKnowNoHigherOne() {
        knowsNot("org.eir.map.tcap", "org.eir.map.check", "org.eir.map.sccp", "org.eir.map.m3ua", "org.eir.map.link");
        knowsNot("org.eir.map.check", "org.eir.map.sccp", "org.eir.map.m3ua", "org.eir.map.link", "java.net..");
        knowsNot("org.eir.map.sccp", "org.eir.map.tcap", "org.eir.map.link", "java.net..");
        knowsNot("org.eir.map.m3ua", "org.eir.map.check", "org.eir.map.tcap", "org.eir.map.link", "java.net..");
        knowsNot("org.eir.map.link", "org.eir.map.check", "org.eir.map.tcap", "org.eir.core..");
        knowsNot("org.eir.map.stack", "org.eir.map.check", "org.eir.map.tcap", "org.eir.map.sccp", "org.eir.core..");
    }

    @Test
    void settingsKnowNoLayerButWhatTheyName() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Config")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.eir.map", "org.eir.map.check", "org.eir.core..", "java..", "org.jspecify..")
                .check(gateway);
    }
}
