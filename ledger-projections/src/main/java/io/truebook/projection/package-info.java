/**
 * What PostgreSQL holds: the journal, and everything derived from it. Knows the domain and SQL; may
 * not know HTTP, providers or how the application is wired.
 */
@NullMarked
package io.truebook.projection;

import org.jspecify.annotations.NullMarked;
