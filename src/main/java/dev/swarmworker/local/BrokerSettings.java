package dev.swarmworker.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of a one-node KRaft broker that is light enough to live inside another JVM. */
final class BrokerSettings {
  private static final int NODE_ID = 1;
  private static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private BrokerSettings() {}

  static Map<String, String> of(Path dir, Ports ports) {
    Map<String, Object> settings = new HashMap<>();
    settings.putAll(identity(dir));
    settings.putAll(listeners(ports));
    settings.putAll(aloneInTheCluster());
    settings.putAll(light());
    return settings.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().toString()));
  }

  private static Map<String, Object> identity(Path dir) {
    return Map.of(
        "node.id",
        NODE_ID,
        "process.roles",
        "broker,controller",
        "log.dirs",
        dir.toString(),
        "auto.create.topics.enable",
        false);
  }

  private static Map<String, Object> listeners(Ports ports) {
    String broker = "BROKER://" + Ports.HOST + ":" + ports.broker();
    String controller = Ports.HOST + ":" + ports.controller();
    return Map.of(
        "listeners",
        broker + "," + CONTROLLER_LISTENER + "://" + controller,
        "advertised.listeners",
        broker,
        "controller.quorum.voters",
        NODE_ID + "@" + controller,
        "inter.broker.listener.name",
        "BROKER",
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "listener.security.protocol.map",
        "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  /** One replica of everything, one partition of each internal topic, no waiting for peers. */
  private static Map<String, Object> aloneInTheCluster() {
    return Map.of(
        "default.replication.factor", 1,
        "min.insync.replicas", 1,
        "offsets.topic.num.partitions", 1,
        "offsets.topic.replication.factor", 1,
        "transaction.state.log.num.partitions", 1,
        "transaction.state.log.replication.factor", 1,
        "transaction.state.log.min.isr", 1,
        "group.initial.rebalance.delay.ms", 0,
        // How often the broker asks to be let in: the default of 2 s is felt at every start.
        "broker.heartbeat.interval.ms", 250);
  }

  private static Map<String, Object> light() {
    return Map.of(
        "message.max.bytes",
        16 * MIB,
        "replica.fetch.max.bytes",
        16 * MIB,
        // A segment must hold the largest batch. Index files are allocated whole.
        "log.segment.bytes",
        64 * MIB,
        "log.index.size.max.bytes",
        256 * KIB,
        // The default is 128 MiB of heap, from the first second on.
        "log.cleaner.dedupe.buffer.size",
        2 * MIB,
        "num.network.threads",
        2,
        "num.io.threads",
        2,
        "background.threads",
        2,
        "num.recovery.threads.per.data.dir",
        1,
        "metric.reporters",
        "");
  }
}
