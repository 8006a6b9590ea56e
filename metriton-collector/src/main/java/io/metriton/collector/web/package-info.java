/**
 * HTTP: reports, the API, pages, images, and what operators look at. {@link io.metriton.collector.web.CollectorServer}
 * puts the routes together; each group of routes is a class.
 */
@NullMarked
package io.metriton.collector.web;

import org.jspecify.annotations.NullMarked;
