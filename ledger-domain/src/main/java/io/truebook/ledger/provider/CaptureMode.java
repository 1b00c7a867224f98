package io.truebook.ledger.provider;

/** Whether an authorized amount is taken at once or waits for a capture. */
public enum CaptureMode {
    AUTOMATIC,
    MANUAL
}
