package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClientOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmProxyTest {
  private final HttpClientOptions options = new HttpClientOptions();

  @AfterEach
  void clear() {
    System.clearProperty("https.proxyHost");
    System.clearProperty("https.proxyPort");
    System.clearProperty("https.proxyUser");
    System.clearProperty("http.nonProxyHosts");
  }

  @Test
  void withoutProperties_thereIsNone() {
    JvmProxy.set(options, "https");

    assertThat(options.getProxyOptions()).isNull();
  }

  @Test
  void proxyOfTheOtherScheme_isNotOurs() {
    System.setProperty("https.proxyHost", "proxy.example");

    JvmProxy.set(options, "http");

    assertThat(options.getProxyOptions()).isNull();
  }

  @Test
  void proxyOfTheScheme_isTaken_butForThisMachine() {
    System.setProperty("https.proxyHost", "proxy.example");
    System.setProperty("https.proxyPort", "3128");
    System.setProperty("https.proxyUser", "user");

    JvmProxy.set(options, "https");

    assertThat(options.getProxyOptions().getHost()).isEqualTo("proxy.example");
    assertThat(options.getProxyOptions().getPort()).isEqualTo(3128);
    assertThat(options.getProxyOptions().getUsername()).isEqualTo("user");
    assertThat(options.getNonProxyHosts()).contains("localhost", "127.*");
  }

  @Test
  void hostsThatAreNamed_areCalledDirectly() {
    System.setProperty("https.proxyHost", "proxy.example");
    System.setProperty("http.nonProxyHosts", "*.intern.example|localhost");

    JvmProxy.set(options, "https");

    assertThat(options.getNonProxyHosts()).containsExactly("*.intern.example", "localhost");
  }
}
