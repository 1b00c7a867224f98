package io.truebook.contract.benchmark;

import java.nio.ByteBuffer;

/** Requests that differ in a number only, prepared once. */
interface LoadRequest {

    /** Puts the request with this number into a buffer, ready to be sent. */
    void write(long number, ByteBuffer into);
}
