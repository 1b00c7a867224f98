/**
 * Black-box tests over HTTP and PostgreSQL against the packaged jar. Know what a customer knows: no
 * ledger class, no bean, no table but through SQL that a customer could write.
 */
@NullMarked
package io.truebook.contract;

import org.jspecify.annotations.NullMarked;
