#include "startup.hpp"

#include <alembicore/models.hpp>

#include <algorithm>
#include <ostream>

namespace alembicore::server {

namespace {

template <typename Check>
void report(std::ostream& to, std::string_view subject, Check const& check) {
    std::string line{subject};
    line.resize(std::max<std::size_t>(line.size(), 10), ' ');
    try {
        auto const found = check();
        to << "ok       " << line << found << std::endl;
    } catch (error const& failure) {
        auto const& info = failure.info();
        to << "MISSING  " << line << info.message << '\n';
        if (!info.reason.empty())
            to << "                   why: " << info.reason << '\n';
        if (!info.remedy.empty())
            to << "                   fix: " << info.remedy << '\n';
        to << std::flush;
    }
}

std::string counted(std::size_t number, std::string const& what) {
    return std::to_string(number) + ' ' + what + (number == 1 ? "" : "s");
}

} // namespace

void report_startup(workspace& served, std::ostream& to) {
    report(to, "project", [&] {
        auto const opened = served.project();
        auto const& project = opened->project;
        auto const& settings = project.settings();
        auto const& file = settings.config_file.empty() ? settings.pyproject_file : settings.config_file;
        return file.string() + ", " + counted(project.graph().revisions().size(), "revision") + ", " +
               counted(project.graph().heads().size(), "head");
    });
    report(to, "database", [&] {
        auto const address = served.database_address();
        std::string version;
        served.with_database([&](database& on) { version = on.server_version(); });
        return address.masked() + ", PostgreSQL " + version;
    });
    report(to, "models", [&] {
        auto const read = models::read(served.project()->project);
        return counted(read.models.size(), "model") + " and " + counted(read.tables.size(), "table") + " from " +
               (read.base.empty() ? std::string{"a search of the project"} : read.base);
    });
}

} // namespace alembicore::server
