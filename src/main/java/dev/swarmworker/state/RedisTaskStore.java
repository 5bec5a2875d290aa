package dev.swarmworker.state;

import static java.util.stream.Collectors.groupingBy;

import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link TaskStore} in Redis: a hash for each task, and one script for each step. */
final class RedisTaskStore implements TaskStore {

  /** Where {@link #cancel} says which task it is about. */
  static final String CANCELLATIONS = "swarm:cancellations";

  /** What a script says of an entry that it must not touch. */
  private static final String NEWER = "newer";

  private static final Script CLAIM = Script.load("task-claim");
  private static final Script RENEW = Script.load("task-renew");
  private static final Script ANSWER = Script.load("task-answer");
  private static final Script COMPLETE = Script.load("task-complete");
  private static final Script PUBLISHED = Script.load("task-published");
  private static final Script EVICT = Script.load("task-evict");
  private static final Script RELEASE = Script.load("task-release");
  private static final Script QUEUED = Script.load("task-queued");
  private static final Script REJECT = Script.load("task-reject");
  private static final Script CANCEL = Script.load("task-cancel");
  private static final Script FIND = Script.load("task-find");
  private static final Script PROBE = Script.load("probe");

  private final RedisCommands commands;
  private final Shards shards = Shards.TASKS;
  private final StateConfig config;
  private final String workerId;
  private final Supplier<String> tokens;
  private final ExpiringIndex index;

  /**
   * @param workerId kept with each claim, for people who look into Redis
   * @param tokens gives a new unguessable one at each call
   */
  RedisTaskStore(
      RedisCommands commands, StateConfig config, String workerId, Supplier<String> tokens) {
    this.commands = commands;
    this.config = config;
    this.workerId = workerId;
    this.tokens = tokens;
    this.index = new ExpiringIndex(commands, shards, config.maxEntries(), EVICT);
  }

  @Override
  public Claim claim(TaskId id, @Nullable String agentId, String token) {
    Response reply =
        Replies.present(
            commands.run(
                ScriptCall.of(
                    CLAIM,
                    entryAndUses(id),
                    id,
                    token,
                    lease(),
                    ttl(),
                    workerId,
                    agentId == null ? "" : agentId)));
    return switch (reply.get(0).toString()) {
      case "granted" -> {
        if (reply.get(4).toLong() == 0) {
          index.looked(false);
        }
        yield new Claim.Granted(
            granted(id, token, reply), Replies.bytes(reply.get(5)), Replies.count(reply, 6));
      }
      case "held" -> new Claim.Held(Duration.ofMillis(reply.get(1).toLong()));
      case "done" -> {
        index.looked(true);
        yield done(Status.ofWireName(reply.get(1).toString()), Replies.bytes(reply.get(2)));
      }
      case NEWER -> new Claim.Newer(reply.get(1).toString());
      default -> throw new IllegalStateException("task-claim answered " + reply.get(0));
    };
  }

  @Override
  public String newToken() {
    return tokens.get();
  }

  @Override
  public Renewal renew(Lease lease, long outputTokens) {
    return renewed(
        ScriptCall.of(RENEW, entry(lease.taskId()), lease.token(), lease(), ttl(), outputTokens));
  }

  @Override
  public Renewal progress(Lease lease, Status status, String agentId, int attempts) {
    return renewed(
        ScriptCall.of(
            RENEW,
            entry(lease.taskId()),
            lease.token(),
            lease(),
            ttl(),
            0,
            status.wireName(),
            agentId,
            attempts));
  }

  @Override
  public boolean keepAnswer(Lease lease, int attempts, byte[] answer) {
    return Replies.isOne(
        commands.run(
            ScriptCall.of(
                ANSWER, entry(lease.taskId()), lease.token(), lease(), ttl(), attempts, answer)));
  }

  @Override
  public boolean complete(
      Lease lease, Status status, @Nullable String agentId, int attempts, byte[] result) {
    return Replies.isOne(
        commands.run(
            ScriptCall.of(
                COMPLETE,
                entry(lease.taskId()),
                lease.token(),
                status.wireName(),
                agentId == null ? "" : agentId,
                attempts,
                result,
                ttl())));
  }

  @Override
  public void published(Collection<TaskId> ids) {
    Map<Integer, List<TaskId>> byShard = ids.stream().distinct().collect(groupingBy(shards::of));
    index.settleAll(
        index.runAll(byShard.keySet(), n -> published(n, byShard.getOrDefault(n, List.of()))));
  }

  @Override
  public void release(Lease lease, int attempts, boolean inCall) {
    commands.run(
        ScriptCall.of(
            RELEASE, entry(lease.taskId()), lease.token(), attempts, ttl(), inCall ? 1 : 0));
  }

  @Override
  public void noteQueued(Collection<TaskId> ids) {
    commands.runAll(ids.stream().map(id -> ScriptCall.of(QUEUED, entry(id), ttl())).toList());
  }

  @Override
  public Optional<Claim.Done> reject(TaskId id, byte[] result) {
    Response reply = readable(commands.run(ScriptCall.of(REJECT, entry(id), result, ttl())));
    byte[] stored = reply == null ? null : Replies.bytes(reply.get(1));
    return reply == null || stored == null
        ? Optional.empty()
        : Optional.of(new Claim.Done(Status.ofWireName(reply.get(0).toString()), stored));
  }

  @Override
  public Cancellation cancel(TaskId id) {
    ScriptCall call = ScriptCall.of(CANCEL, entry(id), id, ttl(), CANCELLATIONS);
    long reply = Replies.present(commands.run(call)).toLong();
    if (reply < 0) {
      throw StateUnavailableException.newerFormat();
    }
    return reply == 1 ? Cancellation.ACCEPTED : Cancellation.ALREADY_TERMINAL;
  }

  @Override
  public Optional<TaskState> find(TaskId id) {
    Response reply = readable(commands.run(ScriptCall.of(FIND, entryAndUses(id), id)));
    index.looked(reply != null);
    return reply == null ? Optional.empty() : Optional.of(state(reply));
  }

  @Override
  public void checkWritable() {
    commands.run(ScriptCall.of(PROBE, List.of("swarm:probe")));
  }

  @Override
  public MapStats stats() {
    return index.stats();
  }

  /** Forgets in the indexes what Redis forgot; call it from time to time. */
  void sweep() {
    index.sweep();
  }

  private static @Nullable Response readable(@Nullable Response reply) {
    if (reply != null && reply.get(0).toString().equals(NEWER)) {
      throw StateUnavailableException.newerFormat();
    }
    return reply;
  }

  private Lease granted(TaskId id, String token, Response reply) {
    return new Lease(
        id,
        token,
        config.lease(),
        reply.get(1).toInteger(),
        reply.get(2).toInteger(),
        reply.get(3).toLong() == 1);
  }

  private static Claim done(Status status, byte @Nullable [] result) {
    return result == null ? new Claim.Evicted(status) : new Claim.Done(status, result);
  }

  private Renewal renewed(ScriptCall call) {
    String reply = Replies.present(commands.run(call)).toString();
    return switch (reply) {
      case "kept" -> Renewal.KEPT;
      case "cancel" -> Renewal.CANCEL_REQUESTED;
      case "lost" -> Renewal.LOST;
      default -> throw new IllegalStateException("task-renew answered " + reply);
    };
  }

  private ScriptCall published(int shard, List<TaskId> ids) {
    return index.entering(
        PUBLISHED, shard, ids.stream().map(shards::entry).toList(), ids.toArray());
  }

  private static TaskState state(Response reply) {
    return new TaskState(
        Status.ofWireName(reply.get(0).toString()),
        reply.get(1) == null ? null : reply.get(1).toString(),
        reply.get(2).toInteger(),
        Instant.ofEpochMilli(reply.get(3).toLong()),
        Instant.ofEpochMilli(reply.get(4).toLong()),
        reply.get(6) == null ? 0 : reply.get(6).toLong(),
        Replies.bytes(reply.get(5)));
  }

  private List<String> entry(TaskId id) {
    return List.of(shards.entry(id));
  }

  private List<String> entryAndUses(TaskId id) {
    return List.of(shards.entry(id), shards.uses(shards.of(id)));
  }

  private long lease() {
    return config.lease().toMillis();
  }

  private long ttl() {
    return config.ttl().toMillis();
  }
}
