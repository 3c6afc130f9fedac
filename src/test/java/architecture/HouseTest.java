package architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as docs/architecture.md draws it: a list of storeys, and who may not know whom. */
class HouseTest {
    /** From the top down; a class may use what stands below it or beside it. A new package has to find its place here. */
    private static final List<Set<String>> STOREYS = List.of(
            Set.of("app"),
            Set.of("ui", "api"),
            Set.of("publishing"),
            Set.of("metadata", "health", "consent"),
            Set.of("routes"),
            Set.of("connections"),
            Set.of("budgets"),
            Set.of("connectors", "types"),
            Set.of("secrets", "egress", "access"),
            Set.of("paging", "changes"),
            Set.of("catalog", "problems"));

    private static final String[] GROUND = {"connectors.http..", "connectors.xml.."};
    private static final JavaClasses HOUSE = new ClassFileImporter().importUrl(
            types.ConnectionTypes.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageHasItsPlace() {
        Set<String> found = HOUSE.stream().map(JavaClass::getPackageName).map(name -> name.split("\\.")[0]).collect(toSet());

        assertThat(STOREYS.stream().flatMap(Set::stream)).containsAll(found);
    }

    @ParameterizedTest
    @MethodSource("storeys")
    void arrowsRunDownwardOnly(Set<String> storey, Set<String> below) {
        holds(noClasses().that().resideInAnyPackage(within(below))
                .should().dependOnClassesThat().resideInAnyPackage(within(storey)));
    }

    static Stream<Arguments> storeys() {
        return IntStream.range(0, STOREYS.size() - 1).mapToObj(level -> Arguments.of(STOREYS.get(level), below(level)));
    }

    private static Set<String> below(int level) {
        return STOREYS.stream().skip(level + 1).flatMap(Set::stream).collect(toSet());
    }

    @Test
    void packagesFormNoCycle() {
        holds(slices().matching("(*)..").should().beFreeOfCycles());
    }

    @Test
    void pagesAndRestDoNotCallEachOther() {
        holds(noClasses().that().resideInAPackage("ui..").should().dependOnClassesThat().resideInAPackage("api.."));
        holds(noClasses().that().resideInAPackage("api..").should().dependOnClassesThat().resideInAPackage("ui.."));
    }

    @Test
    void connectorsKnowNothingOfTenantsAndTheWeb() {
        holds(noClasses().that().resideInAPackage("connectors..")
                .should().dependOnClassesThat().resideInAnyPackage("access..", "jakarta.servlet..", "org.springframework.web.."));
    }

    /** {@code http} and {@code xml} are no families, but what several of them stand on. */
    @Test
    void familiesDoNotKnowEachOther() {
        holds(slices().matching("connectors.(*)..").should().notDependOnEachOther()
                .ignoreDependency(resideInAPackage("connectors.."), resideInAnyPackage(GROUND)));
        for (String ground : GROUND) {
            holds(noClasses().that().resideInAPackage(ground)
                    .should().dependOnClassesThat(resideInAPackage("connectors.*..").and(not(resideInAPackage(ground)))));
        }
    }

    @Test
    void nobodyReachesIntoAFamily() {
        holds(noClasses().that().resideOutsideOfPackages("connectors.*..", "app..")
                .should().dependOnClassesThat().resideInAPackage("connectors.*.."));
    }

    @Test
    void nothingIsPrintedPastTheLog() {
        holds(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        holds(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        holds(NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
    }

    /** A rule about a storey that nobody has moved into yet is kept. */
    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }

    private static String[] within(Set<String> packages) {
        return packages.stream().map(name -> name + "..").toArray(String[]::new);
    }
}
