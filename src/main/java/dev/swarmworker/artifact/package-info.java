/**
 * Files that hold what is too large for a topic.
 *
 * <p>Owns the artifact folder: nothing is read or written outside it.
 */
@NullMarked
package dev.swarmworker.artifact;

import org.jspecify.annotations.NullMarked;
