/**
 * Who may do what. A {@link org.eir.core.access.Caller} is whoever makes a call of the admin API: a person, or a
 * program of an operator. Its {@link org.eir.core.access.Role}s give it {@link org.eir.core.access.Permission}s, and its
 * organisation says whose entries it may change.
 *
 * <p>Networks that ask about devices are no callers: who may ask is the business of each interface.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.access;
