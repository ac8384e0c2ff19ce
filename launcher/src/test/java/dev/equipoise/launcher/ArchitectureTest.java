package dev.equipoise.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shape of the house (docs/architecture.md), held by the build. */
class ArchitectureTest {

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
                .importPackages("dev.equipoise");
    }

    @Test
    void coreKnowsTheJdkAlone() {
        check(classes()
                .that()
                .resideInAPackage("dev.equipoise.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "dev.equipoise.core.."));
    }

    @Test
    void insideCoreArrowsRunOneWay() {
        check(noClasses()
                .that()
                .resideInAPackage("..core.membership..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.load..", "..core.policy..", "..core.registration..", "..core.hash.."));
        check(noClasses()
                .that()
                .resideInAPackage("..core.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..core.policy..", "..core.registration..", "..core.hash.."));
        check(noClasses()
                .that()
                .resideInAnyPackage("..core.policy..", "..core.hash..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..core.registration.."));
    }

    @Test
    void redisIsKnownToItsModuleAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.equipoise.redis..",
                        // Wiring hands the connection over and looks no further.
                        "dev.equipoise.registry",
                        "dev.equipoise.reputation",
                        "dev.equipoise.gateway")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.data.redis..", "io.lettuce.."));
    }

    @Test
    void servicesDoNotKnowEachOther() {
        check(slices().matching("dev.equipoise.(registry|reputation|gateway|console|worker|client|launcher)..")
                .should()
                .notDependOnEachOther());
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.equipoise.core..",
                        "dev.equipoise.redis..",
                        "dev.equipoise.http..",
                        "dev.equipoise.starter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.equipoise.registry..",
                        "dev.equipoise.reputation..",
                        "dev.equipoise.gateway..",
                        "dev.equipoise.console..",
                        "dev.equipoise.worker..",
                        "dev.equipoise.launcher.."));
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.equipoise.starter..", "dev.equipoise.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.equipoise.redis.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.equipoise.(*.*)..").should().beFreeOfCycles());
    }

    @Test
    void realTimeAndChanceAreHandedInByWiring() {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage("dev.equipoise.core..", "dev.equipoise.redis..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.ThreadLocalRandom.class);
        check(rule);
    }

    @Test
    void theSimulatorIsShippedSoItKnowsNoTestLibraryAndNoRealTime() {
        JavaClasses simulator = new ClassFileImporter()
                .withImportOption(location -> !location.contains("Test.class") && !location.contains("Test$"))
                .importPackages("dev.equipoise.core.simulation");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.equipoise.core..")
                .check(simulator);
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.ThreadLocalRandom.class)
                .check(simulator);
        assertThat(simulator.size()).as("classes found").isGreaterThan(20);
    }

    @Test
    void policiesAreReachedThroughTheirDoor() {
        check(classes()
                .that()
                .implement(LoadBalancingPolicy.class)
                .and()
                .resideInAPackage("dev.equipoise.core..")
                .should()
                .notBePublic());
    }

    @Test
    void propertiesAreRecords() {
        check(classes().that().haveSimpleNameEndingWith("Properties").should().beRecords());
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .resideInAnyPackage("..common..", "..util..", "..dto..", "..controller..", "..repository.."));
    }

    @Test
    void nothingBlocksInTheGateway() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.equipoise.gateway..")
                .should()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                        "block|blockFirst|blockLast"))
                        .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                        JavaClass.Predicates.resideInAPackage("reactor.core.."))))));
    }

    private static void check(ArchRule rule) {
        rule.check(house);
    }
}
