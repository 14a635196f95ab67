package io.signalbox.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A browser that sends the name and the password along. */
public final class Http {

    private Http() {}

    /** The status and, if that is 200, what was answered. */
    public static String get(int port, String login, String password) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                .header("Authorization", "Basic " + credentials)
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? "200 " + response.body() : String.valueOf(response.statusCode());
    }
}
