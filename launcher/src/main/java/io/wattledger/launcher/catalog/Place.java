package io.wattledger.launcher.catalog;

/**
 * Where something stands in a file.
 *
 * @param line counts from 1
 * @param column counts from 1
 */
public record Place(int line, int column) {

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
