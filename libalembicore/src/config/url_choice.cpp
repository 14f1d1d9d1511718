#include "config/url_choice.hpp"

#include <utility>

namespace alembicore::config {

bool is_placeholder(std::string_view url) noexcept {
    return url.starts_with("driver://");
}

url_choice read_url(url_candidate const& candidate) {
    if (!candidate.text)
        return {.url = std::nullopt, .missing = candidate.problem};
    try {
        return {.url = parse_database_url(*candidate.text, candidate.source), .missing = std::nullopt};
    } catch (error const& failure) {
        auto const& info = failure.info();
        diagnostic problem{
            .severity = severity::warning,
            .code = info.code,
            .message = info.message + ": " + info.reason,
            .remedy = info.remedy,
            .place = info.place,
            .revision = {},
        };
        return {.url = std::nullopt, .missing = std::move(problem)};
    }
}

} // namespace alembicore::config

namespace alembicore {

database_url const& require_database_url(settings const& project) {
    if (project.database_url)
        return *project.database_url;
    if (project.missing_database_url)
        throw to_error(*project.missing_database_url);
    throw error{
        errc::no_database,
        "no database URL is given",
        "give --database-url, set DATABASE_URL in the environment or in .env, or write sqlalchemy.url in " +
            (project.config_file.empty() ? "alembic.ini" : project.config_file.filename().string())};
}

} // namespace alembicore
