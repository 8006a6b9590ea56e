/** Charts as SVG, drawn on the server: to be part of a page, which gives them their colours, or images of their own. */
@NullMarked
package io.metriton.collector.web.chart;

import org.jspecify.annotations.NullMarked;
