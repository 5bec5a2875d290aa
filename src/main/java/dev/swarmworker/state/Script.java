package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script. Redis knows it by its SHA-1 once it has seen its text.
 *
 * @param text the source
 * @param sha1 lower-case hexadecimal, as bytes of a command
 */
record Script(byte[] text, byte[] sha1) {

  /** Every script begins with these functions. */
  private static final String PRELUDE = read("prelude");

  /** The script of this name among the resources. */
  static Script load(String name) {
    byte[] text = (PRELUDE + read(name)).getBytes(UTF_8);
    return new Script(text, HexFormat.of().formatHex(sha1Of(text)).getBytes(US_ASCII));
  }

  private static String read(String name) {
    String path = "/lua/" + name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha1Of(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
