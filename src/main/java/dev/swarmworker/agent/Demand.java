package dev.swarmworker.agent;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks of its agent.
 *
 * @param capabilities all of these; not empty
 * @param type this type, or any where null
 * @param preferred ids to try first, in this order
 * @param excluded ids never to use
 */
public record Demand(
    Set<String> capabilities,
    @Nullable String type,
    List<String> preferred,
    Set<String> excluded) {}
