/**
 * What is measured: metrics, performance snapshots, health.
 *
 * <p>Reads the other parts and changes none.
 */
@NullMarked
package dev.swarmworker.monitor;

import org.jspecify.annotations.NullMarked;
