/** Faults put upon packaged workers, and what the contract promises in spite of them. */
package dev.swarmworker.faults;
