package io.truebook.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who may know whom. Plain test methods, because annotated rules have passed without running. */
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.truebook");

    /** In each module a package may use the ones before it. */
    private static final List<List<String>> ORDER =
            List.of(
                    List.of(
                            "io.truebook.ledger.decision",
                            "io.truebook.ledger.money",
                            "io.truebook.ledger.account",
                            "io.truebook.ledger.journal",
                            "io.truebook.ledger.books",
                            "io.truebook.ledger.provider",
                            "io.truebook.ledger.payment",
                            "io.truebook.ledger.providerobject",
                            "io.truebook.ledger.accountmovement",
                            "io.truebook.ledger.merchantpayout",
                            "io.truebook.ledger.reconciliation"),
                    List.of(
                            "io.truebook.projection.seal",
                            "io.truebook.projection.store",
                            "io.truebook.projection.balance",
                            "io.truebook.projection.outbox",
                            "io.truebook.projection.deadletter",
                            "io.truebook.projection.payment",
                            "io.truebook.projection.account",
                            "io.truebook.projection.integrity",
                            "io.truebook.projection.rebuild",
                            "io.truebook.projection.reconciliation",
                            "io.truebook.projection.saga"),
                    List.of(
                            "io.truebook.api.security",
                            "io.truebook.api.work",
                            "io.truebook.api.provider",
                            "io.truebook.api.webhook",
                            "io.truebook.api.erasure",
                            "io.truebook.api.restore",
                            "io.truebook.api.reconciliation",
                            "io.truebook.api.http",
                            "io.truebook.api.operations",
                            "io.truebook.api.simulator"));

    @Test
    void a_rule_that_is_broken_fails() {
        var canary = noClasses().that().resideInAPackage("io.truebook.api").should().bePublic();

        assertThatThrownBy(() -> canary.check(CLASSES)).isInstanceOf(AssertionError.class);
    }

    @Test
    void all_three_modules_are_looked_at() {
        assertThat(List.of("io.truebook.ledger", "io.truebook.projection", "io.truebook.api"))
                .allMatch(root ->
                        CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith(root)));
    }

    @Nested
    class Packages {

        @Test
        void use_only_the_ones_before_them() {
            for (var module : ORDER) {
                for (int i = 0; i < module.size(); i++) {
                    var later = module.subList(i + 1, module.size());
                    noClasses()
                            .that(areIn(module.get(i)))
                            .should()
                            .dependOnClassesThat(areInAnyOf(later))
                            .because(
                                    "the list in ArchitectureTest is the order to read the module"
                                            + " in: move the type up, or pass what is needed in")
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }
            }
        }

        @Test
        void have_a_place_in_the_order() {
            var roots = List.of("io.truebook.ledger", "io.truebook.projection", "io.truebook.api");

            var unplaced =
                    CLASSES.stream()
                            .map(JavaClass::getPackageName)
                            .distinct()
                            .filter(name -> !roots.contains(name))
                            .filter(name -> !name.startsWith("io.truebook.testing"))
                            .filter(name ->
                                    ORDER.stream()
                                            .flatMap(List::stream)
                                            .noneMatch(placed -> isIn(name, placed)))
                            .toList();

            assertThat(unplaced).as("packages without a place in ORDER").isEmpty();
        }
    }

    @Nested
    class Domain {

        @Test
        void knows_no_spring_sql_json_or_http() {
            noClasses()
                    .that(areIn("io.truebook.ledger"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "jakarta..",
                            "java.sql..",
                            "javax.sql..",
                            "java.net..",
                            "tools.jackson..",
                            "com.fasterxml..",
                            "com.stripe..",
                            "org.postgresql..",
                            "io.truebook.projection..",
                            "io.truebook.api..")
                    .because("rules about money must run in a plain unit test: add a port instead")
                    .check(CLASSES);
        }

        @Test
        void meets_axon_only_in_aggregates_sagas_and_command_ids() {
            noClasses()
                    .that(areIn("io.truebook.ledger"))
                    .and()
                    .haveNameNotMatching(".*(Aggregate|Saga|Command)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.axonframework..")
                    .because("decide and evolve are pure: the aggregate calls them, not vice versa")
                    .check(CLASSES);
        }
    }

    @Nested
    class Projections {

        @Test
        void know_postgresql_but_not_the_application() {
            noClasses()
                    .that(areIn("io.truebook.projection"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.boot..",
                            "org.springframework.web..",
                            "jakarta.servlet..",
                            "com.stripe..",
                            "io.truebook.api..")
                    .because("edges and wiring belong in ledger-api")
                    .check(CLASSES);
        }

        @Test
        void write_json_only_in_the_store() {
            noClasses()
                    .that(areIn("io.truebook.projection"))
                    .and()
                    .resideOutsideOfPackage("io.truebook.projection.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
                    .because("stored bytes are canonical, and one place decides what that means")
                    .check(CLASSES);
        }
    }

    @Nested
    class TimeAndChance {

        @Test
        void enter_as_data() {
            noClasses()
                    .that(areIn("io.truebook.ledger").or(areIn("io.truebook.projection")))
                    // It replaces Axon's random names of messages, which no decision ever reads.
                    .and()
                    .doNotHaveSimpleName("OrderedIdentifiers")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because(
                            "a seed or a fixture must be able to replay anything: take it as an"
                                    + " argument")
                    .check(CLASSES);
        }
    }

    @Nested
    class Simulator {

        @Test
        void knows_no_class_of_the_ledger() {
            noClasses()
                    .that(areIn("io.truebook.api.simulator"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.truebook..")
                                    .and(resideOutsideOfPackages("io.truebook.api.simulator..")))
                    .because("evidence made with the ledger's own code would prove nothing")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }

        @Test
        void is_known_to_nobody_but_the_wiring() {
            noClasses()
                    .that(
                            resideInAnyPackage("io.truebook..")
                                    .and(
                                            resideOutsideOfPackages(
                                                    "io.truebook.api",
                                                    "io.truebook.api.simulator..")))
                    .should()
                    .dependOnClassesThat(areIn("io.truebook.api.simulator"))
                    .because("it is a provider: talk to it over HTTP, as to any other")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    private static DescribedPredicate<JavaClass> areInAnyOf(List<String> packages) {
        return resideInAnyPackage(packages.stream().map(p -> p + "..").toArray(String[]::new));
    }

    private static DescribedPredicate<JavaClass> areIn(String name) {
        return areInAnyOf(List.of(name));
    }

    private static boolean isIn(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }
}
