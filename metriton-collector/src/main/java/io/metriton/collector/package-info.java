/**
 * The server that applications report to. Its packages depend on each other in one direction only: cli, web, ingest,
 * journal, applications, store, and below them figures and privacy, which depend on nothing of the others.
 */
@NullMarked
package io.metriton.collector;

import org.jspecify.annotations.NullMarked;
