/**
 * The application: edges and wiring only. Owns the entry point and the beans that join the other
 * modules; decides nothing about money. Start reading at {@link TruebookApplication}.
 */
@NullMarked
package io.truebook.api;

import org.jspecify.annotations.NullMarked;
