/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.worker;

import org.jspecify.annotations.NullMarked;
