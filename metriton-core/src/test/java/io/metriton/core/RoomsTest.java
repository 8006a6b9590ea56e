package io.metriton.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module: arrows only point down the list of ARCHITECTURE.md. */
class RoomsTest {
    private static final String INTERNAL = "io.metriton.core.internal.";

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.metriton.core");

    @Test
    void arrows_onlyPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.metriton.core..")
                .layer("face")
                .definedBy("io.metriton.core")
                .layer("delivery")
                .definedBy(INTERNAL + "delivery")
                .layer("report")
                .definedBy(INTERNAL + "report")
                .layer("http")
                .definedBy(INTERNAL + "http")
                .layer("json")
                .definedBy(INTERNAL + "json")
                .layer("process")
                .definedBy(INTERNAL + "process")
                .layer("util")
                .definedBy(INTERNAL + "util")
                .whereLayer("face")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("face")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("face", "delivery")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("face", "delivery", "report")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("face", "delivery", "report", "http")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("face", "delivery", "report", "http", "json")
                .check(core);
    }

    /** No room, and no class within a room, needs itself by way of another. */
    @Test
    void rooms_formNoCircle() {
        slices().matching(INTERNAL + "(*)..").should().beFreeOfCycles().check(core);
    }

    @Test
    void classes_areFinalOrMeantToBeImplemented() {
        classes()
                .that()
                .resideInAPackage(INTERNAL + "..")
                .and()
                .areNotInterfaces()
                .and()
                .areTopLevelClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(core);
    }
}
