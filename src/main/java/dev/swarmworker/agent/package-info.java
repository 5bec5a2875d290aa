/**
 * Who can do the work: agents, the index of their capabilities, and the choice among them.
 *
 * <p>Knows tasks. Does not know how an agent is called.
 */
@NullMarked
package dev.swarmworker.agent;

import org.jspecify.annotations.NullMarked;
