/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.dispatch;

import org.jspecify.annotations.NullMarked;
