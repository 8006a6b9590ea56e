package io.metriton.core;

import io.metriton.api.Notice;
import io.metriton.api.Response;
import java.util.List;

record DefaultAnswer(Response response, boolean isOfEarlierRun) implements Answer {

    @Override
    public String application() {
        return response.application();
    }

    @Override
    public String latestVersion() {
        return response.latestVersion();
    }

    @Override
    public List<Notice> notices() {
        return response.notices();
    }

    @Override
    public boolean hardLimit() {
        return response.hardLimit();
    }

    @Override
    public boolean disableScout() {
        return response.disableScout();
    }
}
