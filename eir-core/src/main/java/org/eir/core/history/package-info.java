/**
 * Questions about what was: what a network would have been told at a moment ({@link org.eir.core.history.Past}), and what
 * was ever said of a device, by whom and why ({@link org.eir.core.history.DeviceEvent}).
 *
 * <p>The journal never forgets and never rewrites, so the register of any moment can be put together again: entries by
 * when they were recorded and withdrawn, policies and subscriber rules by their versions, and dates by the moment itself.
 * The same code that answers networks then answers once more.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.history;
