package dev.swarmworker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packages below a base package, and which of the others each may import: the table of the
 * architecture, as code.
 */
record Rooms(String base) {

  private static final Map<String, Set<String>> MAY_IMPORT = table();

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> rooms = new TreeMap<>();
    rooms.put("task", Set.of());
    rooms.put("timer", Set.of());
    rooms.put("loop", Set.of());
    rooms.put("json", Set.of());
    rooms.put("setting", Set.of());
    rooms.put("kafka", Set.of());
    rooms.put("agent", Set.of("task", "setting", "timer"));
    rooms.put("dispatch", Set.of("task", "setting", "loop"));
    rooms.put("llm", Set.of("task", "setting", "json", "agent", "loop"));
    rooms.put("state", Set.of("task", "setting", "timer", "loop"));
    rooms.put("artifact", Set.of("task", "setting", "json", "timer"));
    rooms.put("history", Set.of("task", "setting"));
    rooms.put("log", Set.of("task"));
    rooms.put("result", Set.of("task", "setting", "json", "kafka"));
    // The story of a task knows every part by its port; who hands it tasks, it does not know.
    rooms.put("worker", Set.copyOf(rooms.keySet()));
    rooms.put(
        "intake",
        Set.of("task", "json", "kafka", "setting", "timer", "worker", "dispatch", "result", "log"));
    // Puts itself around the story's ports.
    rooms.put("trace", Set.of("task", "agent", "llm", "log", "result", "worker"));
    // These two read the others.
    rooms.put("monitor", Set.copyOf(rooms.keySet()));
    rooms.put("api", Set.copyOf(rooms.keySet()));
    // Not packaged: in nobody's row.
    rooms.put("local", Set.of("task"));
    return rooms;
  }

  Set<String> names() {
    return MAY_IMPORT.keySet();
  }

  /** The package of a room with all below it, as ArchUnit writes it. */
  String room(String name) {
    return base + "." + name + "..";
  }

  String[] rooms(String... names) {
    return List.of(names).stream().map(this::room).toArray(String[]::new);
  }

  String[] all() {
    return names().stream().map(this::room).toArray(String[]::new);
  }

  /** The rooms that a room must not import. */
  String[] closedTo(String name) {
    return names().stream()
        .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
        .map(this::room)
        .toArray(String[]::new);
  }
}
