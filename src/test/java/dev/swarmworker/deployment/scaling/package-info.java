/**
 * A day of a fleet under a scaler, by a virtual clock: partitions, workers, and what KEDA and the
 * Horizontal Pod Autoscaler make of their figures, by their published formulas. What comes out
 * stands in docs/scaling.md.
 */
package dev.swarmworker.deployment.scaling;
