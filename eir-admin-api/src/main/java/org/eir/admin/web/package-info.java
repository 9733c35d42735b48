/**
 * How any call is taken and answered: whose it is and what it may, its body within a limit, its inputs read with everything
 * that is wrong collected, its answer as JSON, every failure as a problem document (RFC 9457). Knows no resource.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.web;
