/**
 * {@code docs/configuration.md}, made of the {@code @ConfigMapping} interfaces: their types and
 * constraints as they are loaded, their Javadoc as it stands in the sources.
 */
package dev.swarmworker.configuration;
