package io.truebook.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The one executable: a payment ledger with its HTTP API. */
@SpringBootApplication
public class TruebookApplication {

    static void main(String[] args) {
        SpringApplication.run(TruebookApplication.class, args);
    }
}
