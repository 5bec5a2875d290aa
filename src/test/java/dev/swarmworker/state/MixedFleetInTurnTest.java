package dev.swarmworker.state;

/** The same with the present version beginning, so that each step is seen by both. */
class MixedFleetInTurnTest extends MixedFleetTest {

  @Override
  int first() {
    return 1;
  }
}
