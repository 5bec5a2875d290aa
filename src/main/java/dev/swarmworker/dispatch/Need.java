package dev.swarmworker.dispatch;

/**
 * What somebody needs besides a permit, of which there may be less: {@link Permits} passes over who
 * cannot have it now, and holds no permit back for it. Called under the permits' lock, by whoever
 * gives one back: quick, never blocking, and without a call to the permits.
 */
public interface Need {

  /** Nothing. */
  Need NOTHING =
      new Need() {
        @Override
        public Object kind() {
          return NOTHING;
        }

        @Override
        public boolean take() {
          return true;
        }

        @Override
        public void giveBack() {}
      };

  /** Needs of equal kinds can be met, or not, alike: where one is refused, no other is asked. */
  Object kind();

  /** Takes it, if it is there. */
  boolean take();

  /** Gives back what was taken, since its waiter has gone. */
  void giveBack();
}
