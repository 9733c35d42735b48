/** Subscribers and the devices they were seen in. Whoever reads of a person is recorded before the answer goes out. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.subscribers;
