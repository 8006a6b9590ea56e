package io.metriton.collector.web;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.SecretKeeper;
import io.metriton.collector.ingest.Tallies;
import io.metriton.collector.journal.Journal;
import io.metriton.collector.store.Store;
import java.time.Clock;

/**
 * What routes use.
 *
 * @param store where everything is kept
 * @param applications who may report
 * @param journal where reports, and orders to forget, go
 * @param secrets what keys are made with
 * @param ingest takes reports
 * @param tallies what was not counted
 * @param clock the time
 */
public record Services(
        Store store,
        Applications applications,
        Journal journal,
        SecretKeeper secrets,
        Ingest ingest,
        Tallies tallies,
        Clock clock) {}
