/** The contract of the admin API, {@code openapi.yaml}: as a file for programs, and as a page for people. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.contract;
