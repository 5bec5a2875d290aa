/** Rooms that break each rule of the architecture, to show that the rules can fail. */
@NullMarked
package dev.swarmworker.broken;

import org.jspecify.annotations.NullMarked;
