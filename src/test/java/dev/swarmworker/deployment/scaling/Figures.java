package dev.swarmworker.deployment.scaling;

/**
 * What a scaler can ask of a fleet.
 *
 * @param lag from the committed offsets to the ends, over all partitions
 * @param running permits in use
 * @param waiting tasks that wait for a permit in a worker
 * @param oldestWait seconds that the oldest of these has waited
 */
record Figures(int lag, int running, int waiting, int oldestWait) {

  int demand() {
    return running + waiting;
  }
}
