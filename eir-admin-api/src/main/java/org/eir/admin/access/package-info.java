/**
 * Whose a bearer token is ({@link org.eir.admin.access.BearerTokens}): the administrator's, a program's API key, or a JWT
 * of the provider that people sign in at. Every token is judged from memory: API keys follow the feed, and the provider's
 * keys are fetched beside the calls, not by them.
 *
 * <p>And what else guards the API: the keys themselves as a resource, who a caller is, and the certificate of the server.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.access;
