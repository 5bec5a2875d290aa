/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.task;

import org.jspecify.annotations.NullMarked;
