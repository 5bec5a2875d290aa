/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.state;

import org.jspecify.annotations.NullMarked;
