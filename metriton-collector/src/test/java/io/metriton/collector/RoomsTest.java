package io.metriton.collector;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages point one way. */
@AnalyzeClasses(packages = "io.metriton.collector", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final String ROOM = "io.metriton.collector.";

    @ArchTest
    static final ArchRule ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy(ROOM + "cli..")
            .layer("web")
            .definedBy(ROOM + "web..")
            .layer("ingest")
            .definedBy(ROOM + "ingest..")
            .layer("journal")
            .definedBy(ROOM + "journal..")
            .layer("applications")
            .definedBy(ROOM + "applications..")
            .layer("store")
            .definedBy(ROOM + "store..")
            .layer("figures")
            .definedBy(ROOM + "figures..")
            .layer("privacy")
            .definedBy(ROOM + "privacy..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("cli", "web")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("cli", "web", "ingest")
            .whereLayer("applications")
            .mayOnlyBeAccessedByLayers("cli", "web", "ingest", "journal")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("cli", "web", "ingest", "journal", "applications")
            .whereLayer("figures")
            .mayNotAccessAnyLayer()
            .whereLayer("privacy")
            .mayNotAccessAnyLayer();
}
