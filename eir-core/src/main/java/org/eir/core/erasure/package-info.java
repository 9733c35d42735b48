/** Erasing personal data that lies beside the log, on somebody's order and with the log staying whole. */
@NullMarked
package org.eir.core.erasure;

import org.jspecify.annotations.NullMarked;
