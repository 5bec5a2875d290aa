package dev.swarmworker.llm;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** The chat completions API that many providers speak, as far as it is used. */
@Path("/v1")
public interface OpenAiApi extends AutoCloseable {

  @POST
  @Path("/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  Uni<RestResponse<InputStream>> completions(
      @HeaderParam("Authorization") String authorization, byte[] body);

  @GET
  @Path("/models")
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<InputStream>> models(@HeaderParam("Authorization") String authorization);

  @Override
  void close();
}
