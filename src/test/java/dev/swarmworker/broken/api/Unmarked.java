package dev.swarmworker.broken.api;

/** In a package that says nothing of null. */
public final class Unmarked {}
