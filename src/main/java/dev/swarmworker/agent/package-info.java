/**
 * Who can do the work: agents, the index of their capabilities, and the choice among them.
 *
 * <p>Agents come from the worker's configuration, and where there is one from a file that is looked
 * at while the worker runs.
 *
 * <p>Knows tasks. Does not know how an agent is called.
 */
@NullMarked
package dev.swarmworker.agent;

import org.jspecify.annotations.NullMarked;
