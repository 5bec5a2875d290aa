/** What is done again and again beside tasks' ways. */
@NullMarked
package dev.swarmworker.timer;

import org.jspecify.annotations.NullMarked;
