/**
 * What the fleet remembers of a task: claims, leases, results, the result cache.
 *
 * <p>Owns Redis and its Lua. A task's prompt never gets here; its result is opaque bytes.
 */
@NullMarked
package dev.swarmworker.state;

import org.jspecify.annotations.NullMarked;
