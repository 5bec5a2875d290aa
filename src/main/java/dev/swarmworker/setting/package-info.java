/**
 * What a setting may be, and how a wrong one is refused before anything starts. Knows nothing of
 * ours.
 *
 * <p>Owns the bounds' annotations and who holds settings against them.
 */
@NullMarked
package dev.swarmworker.setting;

import org.jspecify.annotations.NullMarked;
