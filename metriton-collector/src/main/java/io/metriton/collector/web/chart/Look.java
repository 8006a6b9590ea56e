package io.metriton.collector.web.chart;

/**
 * How a chart looks.
 *
 * @param width in pixels
 * @param height in pixels, without the legend
 * @param theme where its colours come from
 */
public record Look(int width, int height, Theme theme) {

    /** Where colours come from. */
    public enum Theme {
        /** The page that the chart is part of. */
        PAGE(""),
        /** The chart itself, for a light page. */
        LIGHT("""
                text{fill:#4b5565}.grid{stroke:#e3e7ee}.axis{stroke:#9aa5b5}.prev{stroke:#77839a}.open{fill:#f3f5f9}
                .mark{stroke:#b45309}.marklabel{fill:#92400e}.bg{fill:#fff}.halo{stroke:#fff}
                .s0{--c:#1f6feb}.s1{--c:#0b8a6f}.s2{--c:#b4530b}.s3{--c:#8250df}.s4{--c:#c11574}.s5{--c:#4d6b1d}.s6{--c:#0e7490}.s7{--c:#667085}
                """),
        /** The chart itself, for a dark page. */
        DARK("""
                text{fill:#b6c2d4}.grid{stroke:#263145}.axis{stroke:#5c6b82}.prev{stroke:#8794aa}.open{fill:#172033}
                .mark{stroke:#f0a94b}.marklabel{fill:#f5c27d}.bg{fill:#0f1624}.halo{stroke:#0f1624}
                .s0{--c:#58a6ff}.s1{--c:#3fc9a4}.s2{--c:#f0a94b}.s3{--c:#b392f0}.s4{--c:#f778ba}.s5{--c:#a3c45a}.s6{--c:#56d4dd}.s7{--c:#94a3b8}
                """);

        private static final String COMMON = """
                text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
                .grid,.axis,.mark{stroke-width:1}.line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}
                .area{fill:var(--c);opacity:.14}.bar,.key{fill:var(--c)}.prev{fill:none;stroke-width:1.5;stroke-dasharray:4 4}
                .mark{stroke-dasharray:2 3}.halo{fill:none;stroke-width:4;opacity:.7}
                .line.running{stroke-dasharray:1 4;stroke-linecap:round}.bar.running{opacity:.6}
                """;

        private final String colours;

        Theme(String colours) {
            this.colours = colours;
        }

        /** What an image needs so that it looks like something without a page. */
        String style() {
            return this == PAGE ? "" : "<style>" + COMMON + colours + "</style>";
        }
    }
}
