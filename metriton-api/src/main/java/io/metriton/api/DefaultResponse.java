package io.metriton.api;

import java.util.List;

record DefaultResponse(
        String application, String latestVersion, List<Notice> notices, boolean hardLimit, boolean disableScout)
        implements Response {

    @Override
    public String toString() {
        return "Response[application=" + application + ", latestVersion=" + latestVersion + ", notices=" + notices
                + ", hardLimit=" + hardLimit + ", disableScout=" + disableScout + "]";
    }
}
