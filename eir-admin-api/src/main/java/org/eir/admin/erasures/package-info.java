/** Personal data erased on somebody's order: asked for, made with a second person, listed. */
@NullMarked
package org.eir.admin.erasures;

import org.jspecify.annotations.NullMarked;
