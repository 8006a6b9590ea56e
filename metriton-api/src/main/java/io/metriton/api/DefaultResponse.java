package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

record DefaultResponse(
        String application, String latestVersion, List<Notice> notices, boolean hardLimit, boolean disableScout)
        implements Response {

    @Override
    public String toString() {
        return "Response[application=" + application + ", latestVersion=" + latestVersion + ", notices=" + notices
                + ", hardLimit=" + hardLimit + ", disableScout=" + disableScout + "]";
    }

    static final class DefaultBuilder implements Builder {
        private String application = "";
        private String latestVersion = "";
        private List<Notice> notices = List.of();
        private boolean hardLimit;
        private boolean disableScout;

        @Override
        public Builder application(String application) {
            this.application = requireNonNull(application, "application");
            return this;
        }

        @Override
        public Builder latestVersion(String latestVersion) {
            this.latestVersion = requireNonNull(latestVersion, "latestVersion");
            return this;
        }

        @Override
        public Builder notices(Iterable<? extends Notice> notices) {
            List<Notice> copy = new ArrayList<>();
            for (Notice notice : requireNonNull(notices, "notices")) {
                copy.add(notice);
            }
            this.notices = List.copyOf(copy);
            return this;
        }

        @Override
        public Builder hardLimit(boolean hardLimit) {
            this.hardLimit = hardLimit;
            return this;
        }

        @Override
        public Builder disableScout(boolean disableScout) {
            this.disableScout = disableScout;
            return this;
        }

        @Override
        public Response build() {
            return new DefaultResponse(application, latestVersion, notices, hardLimit, disableScout);
        }
    }
}
