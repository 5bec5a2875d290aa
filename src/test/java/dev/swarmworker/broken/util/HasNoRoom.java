package dev.swarmworker.broken.util;

/** In a package that is none of the rooms. */
public final class HasNoRoom {}
