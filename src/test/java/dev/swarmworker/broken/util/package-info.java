/** Holds what breaks a rule. */
@NullMarked
package dev.swarmworker.broken.util;

import org.jspecify.annotations.NullMarked;
