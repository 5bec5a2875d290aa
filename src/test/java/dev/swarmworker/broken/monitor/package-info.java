/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.monitor;

import org.jspecify.annotations.NullMarked;
