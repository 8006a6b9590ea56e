package io.metriton.collector.web;

import io.metriton.collector.applications.Application;
import java.util.List;
import java.util.Map;

/**
 * What the page of an application shows.
 *
 * @param application which
 * @param channel of which channel
 * @param per by what its charts are divided
 * @param tiles the figures at the top
 * @param panels its charts
 * @param cohorts retention, the oldest week first
 * @param refused how many reports of the last 30 days were not counted, by reason
 * @param withoutId how many reports of the last 30 days named no installation
 */
public record ApplicationPage(
        Application application,
        String channel,
        String per,
        List<Tile> tiles,
        List<Panel> panels,
        List<CohortRow> cohorts,
        Map<String, Long> refused,
        long withoutId) {}
