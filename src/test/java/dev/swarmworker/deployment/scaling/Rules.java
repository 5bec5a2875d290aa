package dev.swarmworker.deployment.scaling;

/**
 * How fast in one direction: the policy that allows more counts.
 *
 * @param window seconds over which the more cautious wish is taken
 * @param percent of the workers, in each period
 * @param pods in each period
 * @param period seconds
 */
record Rules(int window, int percent, int pods, int period) {

  /** Kubernetes' own defaults. */
  static final Rules UP = new Rules(0, 100, 4, 15);

  static final Rules DOWN = new Rules(300, 100, 0, 15);
}
