package dev.swarmworker.llm;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ProxyOptions;

/**
 * The proxy that the JVM's own properties name: {@code https.proxyHost} and the like. Not for the
 * hosts of {@code http.nonProxyHosts}, which are this machine's own where it is not set.
 */
final class JvmProxy {
  private JvmProxy() {}

  /** Sets it, where there is one for URLs of {@code scheme}. */
  static void set(HttpClientOptions options, String scheme) {
    String host = System.getProperty(scheme + ".proxyHost", "");
    if (host.isBlank() || host.equals("none")) {
      return;
    }
    ProxyOptions proxy =
        new ProxyOptions()
            .setHost(host)
            .setPort(Integer.getInteger(scheme + ".proxyPort", scheme.equals("https") ? 443 : 80));
    String user = System.getProperty(scheme + ".proxyUser", "");
    if (!user.isBlank()) {
      proxy.setUsername(user).setPassword(System.getProperty(scheme + ".proxyPassword", ""));
    }
    options.setProxyOptions(proxy);
    String direct = System.getProperty("http.nonProxyHosts", "localhost|127.*|[::1]");
    for (String name : direct.split("\\|", -1)) {
      if (!name.isBlank()) {
        options.addNonProxyHost(name);
      }
    }
  }
}
