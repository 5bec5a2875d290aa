package dev.swarmworker.broken.worker;

import io.vertx.core.http.HttpClientOptions;

/** HTTP away from the upstream. */
public final class KnowsHttp {
  final HttpClientOptions options = new HttpClientOptions();
}
