package io.signalbox.sqlite;

/** Takes a text apart into words and the few signs that matter; literals and quoted names are words. */
final class SqlScanner {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String sql;
    private int at;

    SqlScanner(String sql) {
        this.sql = sql;
    }

    /** The next word; empty at the end. */
    String next() {
        while (skipBlanksAndComments()) {
            // until there is something else
        }
        if (at >= sql.length()) {
            return "";
        }
        int start = at;
        char first = sql.charAt(at);
        if (first == '\'' || first == '"' || first == '`' || first == '[') {
            skipQuoted(first == '[' ? ']' : first);
        } else if (isWordPart(first)) {
            while (at < sql.length() && isWordPart(sql.charAt(at))) {
                at++;
            }
        } else {
            at++;
        }
        return sql.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private boolean skipBlanksAndComments() {
        int before = at;
        while (at < sql.length() && (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == BYTE_ORDER_MARK)) {
            at++;
        }
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            at = end < 0 ? sql.length() : end + 2;
        }
        return at > before;
    }

    private void skipQuoted(char quote) {
        int end = sql.indexOf(quote, at + 1);
        at = end < 0 ? sql.length() : end + 1;
    }
}
