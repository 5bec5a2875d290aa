package dev.swarmworker.state;

/** Keeps no answers: every call is made. */
final class NoResultCache implements ResultCache {

  private static final CacheToken TOKEN =
      new CacheToken() {
        @Override
        public void put(byte[] value) {
          // Nobody will ask for it.
        }

        @Override
        public boolean renew() {
          return true;
        }

        @Override
        public void abandon() {
          // Nobody waits for it.
        }
      };

  @Override
  public boolean keepsAnswers() {
    return false;
  }

  @Override
  public Lookup lookup(String key, String token) {
    return new Lookup.Mine(TOKEN);
  }

  @Override
  public String newToken() {
    return "every-look-is-granted";
  }

  @Override
  public MapStats stats() {
    return new MapStats(0, 0, 0, 0, 0);
  }
}
