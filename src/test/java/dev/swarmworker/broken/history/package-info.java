/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.history;

import org.jspecify.annotations.NullMarked;
