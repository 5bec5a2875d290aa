/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.agent;

import org.jspecify.annotations.NullMarked;
