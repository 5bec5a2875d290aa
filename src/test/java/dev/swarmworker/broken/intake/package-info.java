/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.intake;

import org.jspecify.annotations.NullMarked;
