package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The worker's scripts, as they are seen on the wire. */
public final class LuaScripts {

  private LuaScripts() {}

  /** What stands for a script in a command once Redis knows it. */
  public static byte[] sha1(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(read("prelude"));
      return HexFormat.of().formatHex(digest.digest(read(name))).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** A script as Redis gets it. */
  public static String text(String name) {
    return new String(read("prelude"), UTF_8) + new String(read(name), UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = LuaScripts.class.getResourceAsStream("/lua/" + name + ".lua")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
