package dev.swarmworker.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A file of settings for agents: what is in it, and which of that is secret. */
final class CatalogFile {

  static final String AGENTS = "swarm.agents.";
  static final String DEFAULTS = "swarm.default-agent.";

  private static final int LARGEST = 8 << 20;

  private CatalogFile() {}

  /**
   * Its bytes now.
   *
   * @throws IOException it is not there, cannot be read or is too large
   */
  static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("larger than " + LARGEST + " bytes");
      }
      return bytes;
    }
  }

  /**
   * The settings in a file, which is in UTF-8.
   *
   * @throws IllegalArgumentException a key would change nothing, or it is no file of properties; in
   *     words that are fit for logs
   */
  static Map<String, String> settings(byte[] bytes) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(bytes, UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be read", e);
    }
    Map<String, String> settings = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!key.startsWith(AGENTS) && !key.startsWith(DEFAULTS)) {
        throw new IllegalArgumentException(
            shown(key) + " is no key of agents: swarm.agents.* and swarm.default-agent.* are");
      }
      settings.put(key, properties.getProperty(key));
    }
    return settings;
  }

  /** In a broken line, what is read as a key may be a secret. */
  private static String shown(String key) {
    return key.startsWith("swarm.") ? key : "(not shown)";
  }

  /** A message without the secrets of a file, which others' messages may quote. */
  static String withoutSecrets(String message, Map<String, String> settings) {
    String shown = message;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (setting.getKey().contains("api-key") && !setting.getValue().isBlank()) {
        shown = shown.replace(setting.getValue(), "(not shown)");
      }
    }
    return shown;
  }
}
