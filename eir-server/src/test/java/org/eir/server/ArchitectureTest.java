package org.eir.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of the whole house: dependencies point inward, and adapters meet in the core alone. */
class ArchitectureTest {
    private static final List<String> ADAPTERS =
            List.of("org.eir.store..", "org.eir.s13..", "org.eir.map..", "org.eir.admin..");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/org/eir/testkit/"))
            .importPackages("org.eir");

    /** A rule about no class at all would always hold. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "store", "s13", "map", "admin", "server"})
    void everyModuleIsLookedAt(String module) {
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName))
                .anyMatch(name -> name.equals("org.eir." + module) || name.startsWith("org.eir." + module + "."));
    }

    @Test
    void theCoreKnowsNothingOfTheWorldOutside() {
        noClasses()
                .that()
                .resideInAPackage("org.eir.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..",
                        "com.linecorp..",
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..",
                        "com.fasterxml..",
                        "org.jdiameter..",
                        "org.restcomm..",
                        "org.mobicents..",
                        "org.eir.store..",
                        "org.eir.s13..",
                        "org.eir.map..",
                        "org.eir.admin..",
                        "org.eir.server..")
                .check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.eir.store..", "org.eir.s13..", "org.eir.map..", "org.eir.admin.."})
    void anAdapterKnowsNeitherAnotherNorTheServer(String adapter) {
        List<String> others = ADAPTERS.stream()
                .filter(other -> !other.equals(adapter))
                .collect(Collectors.toCollection(java.util.ArrayList::new));
        others.add("org.eir.server..");
        noClasses()
                .that()
                .resideInAPackage(adapter)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.toArray(String[]::new))
                .check(PRODUCT);
    }

    @ParameterizedTest
    @CsvSource({
        "org.jdiameter, org.eir.s13.stack",
        "org.restcomm, org.eir.map.stack",
        "org.mobicents, org.eir.map.stack"
    })
    void aStackIsKnownInOnePackage(String stack, String fence) {
        assertThat(PRODUCT.stream()
                        .filter(type -> knows(type, stack))
                        .map(JavaClass::getPackageName)
                        .distinct())
                .containsExactly(fence);
    }

    private static boolean knows(JavaClass type, String stack) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith(stack));
    }

    @Test
    void sqlIsSpokenInTheStoreAndWhereTheEmbeddedDatabaseIsMade() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.eir.store..", "org.eir.server.dev")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.jdbi..")
                .check(PRODUCT);
    }

    @Test
    void packagesOfAModuleAreFreeOfCycles() {
        slices().matching("org.eir.(*).(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void modulesAreFreeOfCycles() {
        slices().matching("org.eir.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void noNameSaysNothing() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Managers?|Utils?|Helpers?)")
                .check(PRODUCT);
    }
}
