package dev.swarmworker.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The folder of a broker, as {@code kafka-storage.sh format} prepares it. */
final class BrokerFolder {
  /** Always the same, so that a folder can be prepared twice. */
  private static final String CLUSTER_ID = new Uuid(1, 1).toString();

  private BrokerFolder() {}

  /** Prepares an empty folder; leaves one that is prepared as it is. */
  static void format(Path folder, Map<String, String> settings) {
    Path file = folder.resolve("server.properties");
    write(file, settings);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] command = {
      "format", "--ignore-formatted", "--cluster-id", CLUSTER_ID, "--config", file.toString()
    };
    int status = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new IllegalStateException(
          "The broker's folder could not be prepared: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  private static void write(Path file, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
