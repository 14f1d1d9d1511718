#include "interpreter/failure.hpp"

#include "base/file.hpp"
#include "postgres/failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace alembicore::interpreter {

namespace {

using object = boost::json::object;

object const* object_of(object const& message, std::string_view name) {
    auto const* const value = message.if_contains(name);
    return value != nullptr ? value->if_object() : nullptr;
}

unsigned number_of(object const& message, std::string_view name) {
    auto const* const value = message.if_contains(name);
    if (value == nullptr)
        return 0;
    if (value->is_int64())
        return value->as_int64() > 0 ? static_cast<unsigned>(value->as_int64()) : 0;
    unsigned number = 0;
    if (auto const text = text_of(message, name); !text.empty())
        std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string line_of(std::string const& file, unsigned wanted) {
    try {
        std::string const text = base::read_file(file);
        std::size_t begin = 0;
        for (unsigned line = 1; line < wanted && begin != std::string::npos; ++line)
            begin = text.find('\n', begin) == std::string::npos ? std::string::npos : text.find('\n', begin) + 1;
        return begin == std::string::npos ? std::string{} : text.substr(begin, text.find('\n', begin) - begin);
    } catch (error const&) {
        return {};
    }
}

std::optional<source_place> place_of(object const& told) {
    auto const* const place = object_of(told, "place");
    if (place == nullptr)
        return std::nullopt;
    source_place result{
        .file = text_of(*place, "file"),
        .line = number_of(*place, "line"),
        .column = number_of(*place, "column"),
        .excerpt = {},
    };
    if (result.line != 0)
        result.excerpt = line_of(result.file, result.line);
    return result;
}

/// A revision file may fail before its step begins, when Alembic imports it.
std::string revision_in(plan const& decided, source_place const& place) {
    std::error_code unknown;
    for (auto const& each : decided.steps)
        if (std::filesystem::equivalent(each.path, place.file, unknown))
            return each.revision;
    return {};
}

/// A refusal of run_alembic.py itself.
error_info refusal_of(object const& told) {
    constexpr std::array codes{
        errc::version_mismatch, errc::bad_database_url, errc::bad_configuration, errc::not_evaluable};
    auto const name = text_of(told, "code");
    auto const found = std::ranges::find_if(codes, [&](errc code) { return name_of(code) == name; });
    error_info info;
    info.code = found != codes.end() ? *found : errc::python_exception;
    info.message = text_of(told, "message");
    info.reason = text_of(told, "reason");
    info.remedy = text_of(told, "remedy");
    return info;
}

error_info raised_of(object const& told) {
    auto const type = text_of(told, "type");
    auto const* const lost = told.if_contains("lost");
    auto const after = lost != nullptr && lost->is_bool() && lost->as_bool() ? postgres::connection_state::lost
                                                                             : postgres::connection_state::usable;
    auto const* const server = object_of(told, "server");
    if (server != nullptr || after == postgres::connection_state::lost) {
        auto said = server != nullptr ? server_of(*server) : server_message{};
        if (server == nullptr)
            said.message = text_of(told, "message");
        return postgres::statement_failure(std::move(said), text_of(told, "statement"), after);
    }
    error_info info;
    info.statement = text_of(told, "statement");
    if (type == "sqlalchemy.exc.OperationalError" && info.statement.empty()) {
        info.code = errc::connection_failed;
        info.message = "env.py cannot connect: " + text_of(told, "message");
        info.remedy = "see which database URL env.py uses, or give --database-url";
        return info;
    }
    info.code = type == "KeyboardInterrupt" ? errc::cancelled : errc::python_exception;
    auto const message = text_of(told, "message");
    info.message = type + (message.empty() ? "" : ": " + message);
    return info;
}

error_info death_of(child_end const& end) {
    error_info info;
    info.code = errc::child_process_failed;
    info.message = "Python did not finish: " + end.how;
    info.reason = end.last_words;
    return info;
}

} // namespace

server_message server_of(boost::json::object const& said) {
    server_message server;
    server.severity = text_of(said, "severity");
    server.sqlstate = text_of(said, "sqlstate");
    server.message = text_of(said, "message");
    server.detail = text_of(said, "detail");
    server.hint = text_of(said, "hint");
    server.context = text_of(said, "context");
    server.schema = text_of(said, "schema");
    server.table = text_of(said, "table");
    server.column = text_of(said, "column");
    server.constraint = text_of(said, "constraint");
    server.position = number_of(said, "position");
    return server;
}

error_info failure_of(child_end const& end, plan const& decided, std::string const& current) {
    if (end.outcome == child_outcome::died) {
        auto info = death_of(end);
        info.revision = current;
        return info;
    }
    bool const refused = end.told.contains("code");
    auto info = refused ? refusal_of(end.told) : raised_of(end.told);
    info.traceback = text_of(end.told, "traceback");
    info.place = place_of(end.told);
    info.revision = current;
    if (info.revision.empty() && info.place)
        info.revision = revision_in(decided, *info.place);
    return info;
}

void make_cancelled(error_info& failure) {
    failure.code = errc::cancelled;
    failure.message = "stopped by request";
    failure.reason.clear();
    failure.remedy.clear();
    failure.traceback.clear();
}

} // namespace alembicore::interpreter
