package io.truebook.api.http;

/** One thing wrong with one field: its name and a message; never its value. */
public record FieldProblem(String field, String message) {}
