package io.truebook.projection.store;

import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a stored event on their way to a newer revision, by their stored names.
 *
 * <p>Money is a group of {@code currency} and {@code minor}; instants are text. Missing fields are
 * refused where one is needed: an upcaster that guesses would change what was decided.
 */
public final class StoredFields {

    private final ObjectNode fields;

    StoredFields(ObjectNode fields) {
        this.fields = fields;
    }

    public boolean has(String name) {
        return fields.has(name);
    }

    public String text(String name) {
        return fields.required(name).stringValue();
    }

    public long number(String name) {
        return fields.required(name).longValue();
    }

    public StoredFields set(String name, String value) {
        fields.put(name, value);
        return this;
    }

    public StoredFields set(String name, long value) {
        fields.put(name, value);
        return this;
    }

    public StoredFields set(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    /** The value stays, under another name. */
    public StoredFields rename(String name, String becomes) {
        fields.set(becomes, fields.required(name));
        fields.remove(name);
        return this;
    }

    public StoredFields remove(String name) {
        fields.remove(name);
        return this;
    }

    /** A group of fields inside this one, such as an amount; made when it is not there. */
    public StoredFields group(String name) {
        return new StoredFields(fields.withObjectProperty(name));
    }
}
