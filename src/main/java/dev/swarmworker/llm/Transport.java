package dev.swarmworker.llm;

import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The REST client of one endpoint, neutral of its provider. The response's head comes when it is
 * there; its body is read from the stream by whoever asked, as far as he likes.
 */
interface Transport extends AutoCloseable {

  /** Makes the paid call. */
  Uni<RestResponse<InputStream>> post(String apiKey, byte[] body);

  /** Lists models: a call that costs nothing. */
  Uni<RestResponse<InputStream>> models(String apiKey);

  /** Closes its connections. */
  @Override
  void close();
}
