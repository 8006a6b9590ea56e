module com.example {
    requires io.metriton.core;
    requires jdk.httpserver;
}
