package dev.swarmworker.worker;

import java.util.stream.IntStream;

/** How far two names are apart. */
final class Edits {

  private static final String CHOSEN = "<ID>";

  private Edits() {}

  /**
   * Characters put in, left out or changed between a name and a known one (Levenshtein).
   *
   * @param known may have {@code <ID>} in it, for which any name may stand
   */
  static int toNamed(String known, String name) {
    int chosen = known.indexOf(CHOSEN);
    if (chosen < 0 || !name.startsWith(known.substring(0, chosen))) {
      return between(known, name);
    }
    String end = known.substring(chosen + CHOSEN.length());
    return IntStream.rangeClosed(chosen, name.length())
        .map(from -> between(end, name.substring(from)))
        .min()
        .orElseThrow();
  }

  private static int between(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
