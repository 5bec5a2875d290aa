package dev.swarmworker.agent;

import java.util.List;
import java.util.stream.Collectors;

/** Names that come from a task, fit for a message: few and short, whatever was sent. */
final class Quoted {

  private static final int MOST = 5;
  private static final int LONGEST = 64;

  private Quoted() {}

  /** As in {@code the capabilities 'a', 'b' and 3 more}, in a fixed order. */
  static String names(String one, String many, List<String> names) {
    String shown =
        names.stream()
            .sorted()
            .limit(MOST)
            .map(name -> name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…")
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    String rest = names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "";
    return "the " + (names.size() == 1 ? one : many) + " " + shown + rest;
  }
}
