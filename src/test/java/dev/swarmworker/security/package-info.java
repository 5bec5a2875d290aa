/** The packaged worker among secured neighbours, and what it refuses. */
package dev.swarmworker.security;
