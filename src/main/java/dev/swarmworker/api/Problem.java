package dev.swarmworker.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 says it.
 *
 * @param title what kind of error, the same for each of a kind
 * @param status the HTTP status
 * @param detail what is wrong in this case
 */
record Problem(String title, int status, String detail) {

  static final MediaType TYPE = new MediaType("application", "problem+json");

  static Response response(int status, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "HTTP " + status : known.getReasonPhrase();
    return Response.status(status).type(TYPE).entity(new Problem(title, status, detail)).build();
  }
}
