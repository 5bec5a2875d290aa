package dev.swarmworker.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agents capable of a demand, and keeps those found in order of preference while they
 * change. Not safe for threads. See docs/adr/0004-agent-selection.md.
 *
 * <p>Each demand seen lately has a {@link Pool}. To choose from it costs the same however many
 * agents there are; a change of one agent's level costs a step for each pool that has levels of its
 * own; a demand not seen lately costs one pass over bitmaps, 64 agents a step.
 */
final class CapabilityIndex {

  /** Pools kept, the least recently used given up: what one change may cost at most. */
  static final int MAX_POOLS = 256;

  /**
   * By number. An array, since what comes out of a list is cast, and a cast looks into the object:
   * a miss in the processor's cache where a choice only hands it on.
   */
  private @Nullable Entry[] entries = new @Nullable Entry[0];

  /** By number; a byte each, so that those of a million stay in the processor's cache. */
  private byte[] levelOf = new byte[0];

  private final Posting everyone = new Posting();
  private final Map<String, Posting> byCapability = new HashMap<>();
  private final Map<String, Posting> byType = new HashMap<>();
  private final Levels levels = new Levels();
  private final SequencedMap<Key, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);

  /** Each pool once, however many spellings lead to it. */
  private final Map<Query, Pool> byQuery = new HashMap<>();

  private final List<Pool.Many> largePools = new ArrayList<>();

  /** A demand as it is asked, so that to find its pool no name need be made canonical. */
  private record Key(Set<String> capabilities, @Nullable String type) {}

  /** Adds an agent; on no level yet. */
  void add(Entry entry) {
    makeRoomFor(entry.number());
    entries[entry.number()] = entry;
    int agents = everyone.size() + 1;
    everyone.add(entry.number(), agents);
    byType.computeIfAbsent(entry.type(), _ -> new Posting()).add(entry.number(), agents);
    for (String capability : entry.capabilities()) {
      byCapability.computeIfAbsent(capability, _ -> new Posting()).add(entry.number(), agents);
    }
    forgetPools();
  }

  private void makeRoomFor(int number) {
    int known = entries.length;
    if (number >= known) {
      int room = Math.max(number + 1, Math.multiplyExact(known, 2));
      entries = Arrays.copyOf(entries, room);
      levelOf = Arrays.copyOf(levelOf, room);
      Arrays.fill(levelOf, known, room, (byte) Levels.NOWHERE);
    }
  }

  /** Takes an agent out, from its level as well. */
  void remove(Entry entry) {
    move(entry.number(), Levels.NOWHERE);
    everyone.remove(entry.number());
    removeFrom(byType, entry.type(), entry.number());
    for (String capability : entry.capabilities()) {
      removeFrom(byCapability, capability, entry.number());
    }
    entries[entry.number()] = null;
    forgetPools();
  }

  private static void removeFrom(Map<String, Posting> postings, String name, int index) {
    postings.computeIfPresent(
        name,
        (_, posting) -> {
          posting.remove(index);
          return posting.size() == 0 ? null : posting;
        });
  }

  private void forgetPools() {
    pools.clear();
    byQuery.clear();
    largePools.clear();
  }

  /** Whether an agent of this number is in here. */
  boolean contains(int number) {
    return number < entries.length && entries[number] != null;
  }

  /** The level of an agent. */
  int level(int number) {
    return levelOf[number];
  }

  /** Puts an agent on a level. */
  void move(int number, int to) {
    int from = levelOf[number];
    if (from == to) {
      return;
    }
    levelOf[number] = (byte) to;
    levels.move(number, from, to);
    for (Pool.Many pool : largePools) {
      pool.moved(number, from, to);
    }
  }

  /** The agents capable of this. */
  Pool pool(Demand demand) {
    @Nullable Pool known = pools.get(new Key(demand.capabilities(), demand.type()));
    return known != null ? known : newPool(demand);
  }

  private Pool newPool(Demand demand) {
    Query query = Query.of(demand);
    Pool known = byQuery.get(query);
    Pool pool = known != null ? known : find(query);
    if (pool.size() == 0) {
      return pool; // not kept: what nobody can do must not push out what somebody can
    }
    if (pools.size() == MAX_POOLS) {
      giveUp(pools.pollFirstEntry().getValue());
    }
    pools.put(new Key(Set.copyOf(demand.capabilities()), demand.type()), pool);
    if (byQuery.put(query, pool) == null && pool instanceof Pool.Many many) {
      largePools.add(many);
    }
    return pool;
  }

  /** Unless another spelling leads to it. */
  private void giveUp(Pool eldest) {
    if (!pools.containsValue(eldest)) {
      byQuery.values().remove(eldest);
      largePools.removeIf(large -> large == eldest);
    }
  }

  private Pool find(Query query) {
    List<Posting> needed = new ArrayList<>();
    needed.add(everyone);
    if (query.type() != null) {
      needed.add(byType.getOrDefault(query.type(), new Posting()));
    }
    for (String capability : query.capabilities()) {
      needed.add(byCapability.getOrDefault(capability, new Posting()));
    }
    needed.sort(Comparator.comparingInt(Posting::size));
    @Nullable IndexSet members = inAll(needed);
    if (members == null) {
      members = capableIn(needed.getFirst(), query);
    }
    return members.size() > Pool.FEW
        ? new Pool.Many(members, levels, this::level)
        : new Pool.Few(members.toArray(), this::level);
  }

  private IndexSet capableIn(Posting candidates, Query query) {
    IndexSet capable = new IndexSet();
    candidates.forEach(
        number -> {
          if (entry(number).meets(query)) {
            capable.add(number);
          }
        });
    return capable;
  }

  /** Those in every posting, 64 compared in one step; null where a posting has no bitmap. */
  private static @Nullable IndexSet inAll(List<Posting> postings) {
    // The first may be returned as it is: any change of a posting ends the pools made of it.
    IndexSet members = postings.getFirst().bitmap();
    for (Posting posting : postings.subList(1, postings.size())) {
      IndexSet bitmap = posting.bitmap();
      members = members == null || bitmap == null ? null : members.and(bitmap);
    }
    return members;
  }

  /** The agent of this number. */
  Entry entry(int number) {
    Entry entry = entries[number];
    if (entry == null) {
      throw new IllegalStateException("no agent has the number " + number);
    }
    return entry;
  }

  /** Says why nobody is capable. */
  String whyNobody(Demand demand) {
    List<String> unknown =
        demand.capabilities().stream()
            .filter(name -> !byCapability.containsKey(CapabilityName.canonical(name)))
            .toList();
    String type = demand.type();
    if (!unknown.isEmpty()) {
      return "no agent has " + Quoted.names("capability", "capabilities", unknown);
    }
    if (type != null && !byType.containsKey(CapabilityName.canonical(type))) {
      return "no agent is of " + Quoted.names("type", "types", List.of(type));
    }
    return "no agent"
        + (type == null ? "" : " of " + Quoted.names("type", "types", List.of(type)))
        + " has together "
        + Quoted.names("capability", "capabilities", List.copyOf(demand.capabilities()));
  }
}
