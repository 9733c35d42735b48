/** Tests of the files under {@code deploy/}: that they fit the register, and what reads them. */
@NullMarked
package org.eir.server.deploy;

import org.jspecify.annotations.NullMarked;
