package dev.swarmworker.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of keys as people write it, under a head that begins with "key": several in a cell, of
 * which the later ones may begin with a dot, and their defaults in the same order.
 */
final class KeyTable {

  private static final Pattern KEY = Pattern.compile("`([^`]+)`");

  private KeyTable() {}

  /**
   * The defaults, by key; where a cell does not give one for each key, in one word, it is empty.
   */
  static Map<String, String> of(String page) {
    Map<String, String> defaults = new LinkedHashMap<>();
    page.lines()
        .dropWhile(line -> !line.startsWith("| key"))
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> line.startsWith("| `swarm."))
        .map(line -> line.split("\\|", -1))
        .forEach(cells -> defaults.putAll(row(cells[1], cells[2])));
    return defaults;
  }

  private static Map<String, String> row(String keys, String defaults) {
    List<String> names = names(keys);
    List<String> values = List.of(defaults.strip().replace("`", "").split("[,;] "));
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      boolean said = values.size() == names.size() && !values.get(i).contains(" ");
      row.put(names.get(i), said ? values.get(i) : "");
    }
    return row;
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    Matcher matcher = KEY.matcher(cell);
    while (matcher.find()) {
      String name = matcher.group(1);
      names.add(name.startsWith(".") ? parent(names.getFirst()) + name : name);
    }
    return names;
  }

  private static String parent(String key) {
    return key.substring(0, key.lastIndexOf('.'));
  }
}
