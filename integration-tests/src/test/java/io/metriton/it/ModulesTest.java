package io.metriton.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may depend on what: the arrows of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.metriton", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

    @ArchTest
    static final ArchRule api_dependsOnNothing = classes()
            .that()
            .resideInAPackage("io.metriton.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.metriton.api..", "java..", "javax.net.ssl", "org.jspecify..");

    @ArchTest
    static final ArchRule core_dependsOnApiAndStreamingJson = classes()
            .that()
            .resideInAPackage("io.metriton.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.metriton.core..",
                    "io.metriton.api..",
                    "com.fasterxml.jackson.core..",
                    "java..",
                    "javax.net.ssl",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule plugIns_dependOnApiAndTheirClient = classes()
            .that()
            .resideInAnyPackage("io.metriton.transport..", "io.metriton.installid..", "io.metriton.outbox..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.metriton.api..",
                    "io.metriton.transport..",
                    "io.metriton.installid..",
                    "io.metriton.outbox..",
                    "okhttp3",
                    "okio",
                    "kotlin..",
                    "org.apache.hc..",
                    "java..",
                    "javax.net..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule plugIns_doNotKnowEachOther = slices().matching(
                    "io.metriton.(transport|installid|outbox).(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule plugIns_showTheirProvidersOnly = classes()
            .that()
            .resideInAnyPackage("io.metriton.transport..", "io.metriton.installid..", "io.metriton.outbox..")
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveFullyQualifiedName("io.metriton.outbox.fs.FilesystemOutbox") // Has bounds to be set by hand.
            .should()
            .haveSimpleNameEndingWith("Provider");

    @ArchTest
    static final ArchRule nothing_printsButTheLogTransport = noClasses()
            .that()
            .haveNameNotMatching("io\\.metriton\\.core\\.internal\\.report\\.LogTransport(\\$Provider)?")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
