package io.metriton.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The rooms of this module: arrows only point down the list of ARCHITECTURE.md. */
class RoomsTest {
    private static final String INTERNAL = "io.metriton.core.internal.";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.metriton.core");

    @Test
    void arrows_onlyPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.metriton.core..")
                .layer("face")
                .definedBy("io.metriton.core")
                .layer("daily")
                .definedBy(INTERNAL + "daily")
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
                .whereLayer("daily")
                .mayOnlyBeAccessedByLayers("face")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("face", "daily")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("face", "daily", "delivery")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("face", "daily", "delivery", "report")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("face", "daily", "delivery", "report", "http")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("face", "daily", "delivery", "report", "http", "json")
                .check(CORE);
    }

    /** No two classes need each other, not even by way of a third. */
    @Test
    void classes_formNoCircle() {
        slices().assignedFrom(new ByTopLevelClass()).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void internalClasses_areFinalOrMeantToBeImplemented() {
        classes()
                .that()
                .resideInAPackage("io.metriton.core.internal..")
                .and()
                .areNotInterfaces()
                .and()
                .areTopLevelClasses()
                .and()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CORE);
    }

    private static final class ByTopLevelClass implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getName();
            int nested = name.indexOf('$');
            return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    }
}
