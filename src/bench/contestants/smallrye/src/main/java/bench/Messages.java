package bench;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The upstream. */
@Path("/v1/messages")
@RegisterRestClient(configKey = "upstream")
public interface Messages {

  @POST
  JsonNode create(
      @HeaderParam("x-api-key") String key,
      @HeaderParam("anthropic-version") String version,
      JsonNode body);
}
