package dev.swarmworker.broken.task;

import jakarta.enterprise.inject.Vetoed;

/** Is more than a value. */
@Vetoed
public final class KnowsBeans {}
