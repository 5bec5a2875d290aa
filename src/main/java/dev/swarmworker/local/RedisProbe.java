package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a Redis server who it is, without a client library. */
final class RedisProbe {

  private static final int TIMEOUT_MILLIS = 500;
  private static final int REPLY_BYTES = 4096;
  private static final String READY = "+PONG";
  private static final String FIELD = "process_id:";

  private RedisProbe() {}

  /**
   * The process id that the server on this port names; empty while none answers, or one that still
   * loads what it kept.
   */
  static String pidOf(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("PING\r\nINFO server\r\nQUIT\r\n".getBytes(US_ASCII));
      return pidIn(new String(socket.getInputStream().readNBytes(REPLY_BYTES), US_ASCII));
    } catch (IOException e) {
      return "";
    }
  }

  private static String pidIn(String info) {
    if (!info.startsWith(READY)) {
      return "";
    }
    int at = info.indexOf(FIELD);
    int end = at < 0 ? -1 : info.indexOf('\r', at);
    return end < 0 ? "" : info.substring(at + FIELD.length(), end);
  }
}
