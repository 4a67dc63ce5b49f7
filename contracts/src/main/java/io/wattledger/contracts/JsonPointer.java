package io.wattledger.contracts;

/** Pointers to the members of JSON (RFC 6901), by which refusals name what is wrong. */
public final class JsonPointer {

    private JsonPointer() {}

    /** What is added to the pointer of an object for its member of this name. */
    public static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
